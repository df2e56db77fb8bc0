// What graphs of the compiler give in ONNX Runtime, and whether two of them give the same.
import { inOrder, sizeOf } from "../../src/compiler/graph.ts";
import type { Node } from "../../src/compiler/graph.ts";
import { writeOnnx } from "../../src/compiler/onnx-graph.ts";
import { encodeModel, floatValue } from "../../src/compiler/onnx-schema.ts";
import { floatsOf, inputTensor, openSession, runSession } from "../../src/execution/onnx-runtime.ts";
import { normals } from "./gan-like-step.ts";
import { uniform } from "../support/uniform.ts";

export type Results = ReadonlyMap<string, Node>;
export type Values = ReadonlyMap<string, Float32Array>;
/** The values of an input. */
export type Feed = (name: string, shape: readonly number[]) => Float32Array;

/** Normal numbers; the same name has the same values. */
export const normalFeed: Feed = (name, shape) =>
  normals(sizeOf(shape), uniform(Buffer.from(name).reduce((hash, byte) => hash * 31 + byte, 7)));

/** The values of all results. */
export async function valuesOf(results: Results, feed: Feed): Promise<Values> {
  const inputs = inOrder(results.values()).flatMap(n =>
    n.op === "Input" ? [[String(n.attributes["name"]), n.shape] as const] : [],
  );
  const { nodes, initializers } = writeOnnx(new Map([...results].map(([n, r]) => [`out/${n}`, r])), n => n);
  const onnx = encodeModel(
    {
      name: "results",
      node: nodes,
      initializer: initializers,
      input: inputs.map(([name, shape]) => floatValue(name, shape)),
      output: [...results].map(([name, { shape }]) => floatValue(`out/${name}`, shape)),
    },
    { producerName: "test" },
  );
  const session = await openSession(onnx, { threads: 1, graphOptimization: "disabled" });
  try {
    const feeds = inputs.map(([name, shape]) => [name, inputTensor(name, feed(name, shape), shape)] as const);
    const values = await runSession(session, Object.fromEntries(feeds));
    return new Map([...results.keys()].map(name => [name, floatsOf(name, values[`out/${name}`])]));
  } finally {
    await session.release();
  }
}

/** Rounding of float32, and of sums of a few hundred of them in another order. */
const TOLERANCE = 2e-4;
/** Inputs moved by so much tell how far rounding may carry: a step of a function, a small divisor. */
const MOVES = [1e-6, -1e-6, 3e-6];

/**
 * Throws where two graphs of the same results differ by more than rounding: relative to the largest value of a result,
 * or to what moving the inputs in their last digits does to the plain one.
 */
export async function assertSame(plain: Results, other: Results, feed: Feed): Promise<void> {
  const [wanted, found] = [await valuesOf(plain, feed), await valuesOf(other, feed)];
  // Beyond float32's range it depends on the order of computing what is infinite and what is not a number.
  const isInRange = (values: Float32Array) => values.every(Number.isFinite);
  const apart = [...wanted].filter(
    ([name, values]) => isInRange(values) && !close(values, found.get(name), 0),
  );
  if (apart.length === 0) return;
  const moved = [];
  for (const move of MOVES)
    moved.push(await valuesOf(plain, (name, shape) => feed(name, shape).map(x => x * (1 + move) + move)));
  for (const [name, values] of apart) {
    const sway = Math.max(...moved.map(m => distance(values, m.get(name))));
    if (!close(values, found.get(name), Number.isNaN(sway) ? 0 : 10 * sway))
      throw new Error(
        `${name} is [${list(found.get(name))}] after the rules, [${list(values)}] without them`,
      );
  }
}

const list = (values: ArrayLike<number> = []): string =>
  Array.from(values)
    .slice(0, 6)
    .map(x => x.toPrecision(5))
    .join(", ");

function distance(a: Float32Array, b: Float32Array | undefined): number {
  return a.reduce((largest, x, i) => Math.max(largest, Math.abs(x - (b?.[i] ?? NaN))), 0);
}

function close(wanted: Float32Array, found: Float32Array | undefined, sway: number): boolean {
  if (found?.length !== wanted.length) return false;
  const scale = wanted.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1e-3);
  return wanted.every((x, i) => {
    const y = found[i] ?? NaN;
    return Object.is(x, y) || Math.abs(x - y) <= TOLERANCE * scale + sway;
  });
}
