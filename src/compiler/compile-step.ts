import { inOrder, sameShape } from "./graph.ts";
import { census, writeOnnx } from "./onnx-graph.ts";
import { encodeModel, floatValue, graphAttribute, intAttribute } from "./onnx-schema.ts";
import { CompileError } from "./program.ts";
import type { Program, Shapes, TensorFunction } from "./program.ts";
import { optimised } from "./optimise.ts";
import { record } from "./recording-backend.ts";

export interface StepDefinition {
  /** Everything that is carried from step to step. */
  readonly state: Shapes;
  /** What one step reads beside the state: its batch, its random numbers, its knobs (shape []). */
  readonly inputs: Shapes;
  /** Gives new values for a subset of the state's names, and scalars (shape []) under other names. */
  readonly step: TensorFunction;
}

const producerName = "pairing-lab";

/**
 * Compiles a step into a model that runs any number of steps in one call: the step is the body of one ONNX Scan, which
 * carries the state, scans the inputs ([steps, ...shape]) and stacks the scalars ([steps]).
 * Model inputs are called "state/NAME" and "input/NAME", outputs "next/NAME" (new state) and "scalar/NAME".
 * Throws CompileError for a step that cannot be compiled.
 */
export function compileStep({ state, inputs, step }: StepDefinition): Program {
  for (const name of Object.keys(inputs))
    if (name in state) throw new CompileError(`${name} is the name of a state and of an input.`);
  const recording = record({ ...state, ...inputs }, step);
  const results = optimised(recording, "fixed");
  for (const [name, { shape }] of results) {
    const wanted = state[name] ?? [];
    if (!sameShape(shape, wanted))
      throw new CompileError(
        `The step gives ${name} the shape [${shape.join()}]; it must be [${wanted.join()}].`,
      );
  }
  const updated = Object.keys(state).filter(name => results.has(name));
  const scalars = [...results.keys()].filter(name => !(name in state));
  const read = new Set(
    inOrder(results.values()).flatMap(n => (n.op === "Input" ? [String(n.attributes["name"])] : [])),
  );
  // State that no step changes is not carried; the body sees it from outside.
  const fixed = Object.keys(state).filter(name => read.has(name) && !results.has(name));
  const scanned = Object.keys(inputs);
  const shapeOf = (name: string) => state[name] ?? [];
  const insideName = (name: string) => (fixed.includes(name) ? `state/${name}` : `in/${name}`);
  const outside = new Map(
    [...updated, ...scalars].flatMap(name => {
      const node = results.get(name);
      return node ? [[`out/${name}`, node] as const] : [];
    }),
  );
  const body = writeOnnx(outside, insideName);
  const scan = {
    name: "scan",
    opType: "Scan",
    input: [...updated.map(n => `state/${n}`), ...scanned.map(n => `input/${n}`)],
    output: [...updated.map(n => `next/${n}`), ...scalars.map(n => `scalar/${n}`)],
    attribute: [
      graphAttribute("body", {
        name: "step",
        node: body.nodes,
        initializer: body.initializers,
        input: [
          ...updated.map(n => floatValue(`in/${n}`, shapeOf(n))),
          ...scanned.map(n => floatValue(`in/${n}`, inputs[n] ?? [])),
        ],
        output: [...updated, ...scalars].map(n => floatValue(`out/${n}`, shapeOf(n))),
      }),
      intAttribute("num_scan_inputs", scanned.length),
    ],
  };
  const onnx = encodeModel(
    {
      name: "steps",
      node: [scan],
      initializer: [],
      input: [
        ...[...updated, ...fixed].map(n => floatValue(`state/${n}`, shapeOf(n))),
        ...scanned.map(n => floatValue(`input/${n}`, ["steps", ...(inputs[n] ?? [])])),
      ],
      output: [
        ...updated.map(n => floatValue(`next/${n}`, shapeOf(n))),
        ...scalars.map(n => floatValue(`scalar/${n}`, ["steps"])),
      ],
    },
    { producerName },
  );
  return {
    kind: "step",
    onnx,
    state: Object.fromEntries([...updated, ...fixed].map(n => [n, shapeOf(n)])),
    updated,
    inputs,
    outputs: scalars,
    census: census(body.nodes),
  };
}
