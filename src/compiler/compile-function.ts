import { inOrder } from "./graph.ts";
import type { Node } from "./graph.ts";
import { census, writeOnnx } from "./onnx-graph.ts";
import type { OnnxBody } from "./onnx-graph.ts";
import { encodeModel, floatTensor, floatValue } from "./onnx-schema.ts";
import type { Dimension, ModelDescription } from "./onnx-schema.ts";
import { CompileError } from "./program.ts";
import type { Program, Shapes, TensorFunction, TensorValues } from "./program.ts";
import { optimised } from "./optimise.ts";
import { record } from "./recording-backend.ts";
import { matchRows, rowCounts } from "./row-dimensions.ts";
import { limits, ruleGroups, type Lowering } from "./rules/index.ts";

export interface FunctionDefinition {
  /** What is read beside the rows, such as weights. */
  readonly state: Shapes;
  /** Shapes of one row: the function gets [n, ...shape]. */
  readonly inputs: Shapes;
  readonly run: TensorFunction;
  /** A fixed number of rows; left out, the program takes any number. */
  readonly rows?: number;
}

/** A function of rows as ONNX nodes, with the dimensions of its results. */
interface CompiledRows {
  readonly body: OnnxBody;
  readonly outputs: ReadonlyMap<string, readonly Dimension[]>;
  readonly read: ReadonlySet<string>;
}

const rowsName = "n";
const producerName = "pairing-lab";

function withRows(inputs: Shapes, rows: number): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, [rows, ...shape]]));
}

function compileRows(
  { state, inputs, run, rows }: FunctionDefinition,
  lowering: Lowering,
  inputName: (name: string) => string,
  outputName: (name: string) => string,
): CompiledRows {
  for (const name of Object.keys(inputs))
    if (name in state) throw new CompileError(`${name} is the name of a state and of an input.`);
  const recordWith = (count: number) =>
    optimised(
      record({ ...state, ...withRows(inputs, count) }, run),
      rows === undefined ? "open" : "fixed",
      ruleGroups[lowering],
    );
  const results = recordWith(rows ?? rowCounts[0]);
  const dimensions =
    rows === undefined
      ? matchRows(results.values(), recordWith(rowCounts[1]).values())
      : new Map<Node, number>();
  const dimensionOf = (node: Node) => dimensions.get(node) ?? null;
  const body = writeOnnx(new Map([...results].map(([name, node]) => [outputName(name), node])), inputName, {
    rows: dimensionOf,
    ...limits[lowering],
  });
  const shapeOf = (node: Node) => node.shape.map((d, i) => (i === dimensionOf(node) ? rowsName : d));
  return {
    body,
    outputs: new Map([...results].map(([name, node]) => [name, shapeOf(node)])),
    read: new Set(
      inOrder(results.values()).flatMap(n => (n.op === "Input" ? [String(n.attributes["name"])] : [])),
    ),
  };
}

/**
 * Compiles a function of rows that reads state: any number of rows (or exactly `rows`) in, results out, each with the
 * rows as one of its dimensions or without. Model inputs are called "state/NAME" and "input/NAME", outputs
 * "output/NAME". Throws CompileError for what cannot be compiled; see row-dimensions.ts for what any number of rows asks.
 */
export function compileFunction(definition: FunctionDefinition, lowering: Lowering = "processor"): Program {
  const { state, inputs, rows } = definition;
  const compiled = compileRows(
    definition,
    lowering,
    name => (name in state ? `state/${name}` : `input/${name}`),
    name => `output/${name}`,
  );
  const needed = Object.entries(state).filter(([name]) => compiled.read.has(name));
  const onnx = encodeModel(
    {
      name: "function",
      node: compiled.body.nodes,
      initializer: compiled.body.initializers,
      input: [
        ...needed.map(([name, shape]) => floatValue(`state/${name}`, shape)),
        ...Object.entries(inputs).map(([name, shape]) =>
          floatValue(`input/${name}`, [rows ?? rowsName, ...shape]),
        ),
      ],
      output: [...compiled.outputs].map(([name, shape]) => floatValue(`output/${name}`, shape)),
    },
    { producerName },
  );
  return {
    kind: "function",
    onnx,
    state: Object.fromEntries(needed),
    updated: [],
    inputs,
    outputs: [...compiled.outputs.keys()],
    census: census(compiled.body.nodes),
  };
}

export interface ModelDefinition {
  /** Weights by name; the function reads them as it reads its inputs. */
  readonly weights: ReadonlyMap<string, TensorValues>;
  /** Shapes of one row: the function gets [n, ...shape]. */
  readonly inputs: Shapes;
  readonly run: TensorFunction;
  readonly description?: Partial<ModelDescription>;
}

/** Compiled functions by the function itself, then by the shapes it was compiled for. */
const exported = new WeakMap<TensorFunction, Map<string, CompiledRows>>();

/**
 * A self-contained ONNX model of any number of rows ("n"): weights are initializers under their names, inputs and
 * outputs have the names that the function uses. The same arguments give the same bytes. The function is recorded once
 * for each set of shapes, so keep it and export again with other weights: that costs the copying of the weights.
 */
export function exportModel({ weights, inputs, run, description }: ModelDefinition): Uint8Array {
  const state = Object.fromEntries([...weights].map(([name, { shape }]) => [name, shape]));
  const key = JSON.stringify([state, inputs]);
  const known = exported.get(run) ?? new Map<string, CompiledRows>();
  exported.set(run, known);
  const compiled = known.get(key) ?? compileRows({ state, inputs, run }, "processor", same, same);
  known.set(key, compiled);
  const named = [...weights].filter(([name]) => compiled.read.has(name));
  return encodeModel(
    {
      name: "model",
      node: compiled.body.nodes,
      initializer: [
        ...compiled.body.initializers,
        ...named.map(([name, { shape, data }]) => floatTensor(name, shape, data)),
      ],
      input: Object.entries(inputs).map(([name, shape]) => floatValue(name, [rowsName, ...shape])),
      output: [...compiled.outputs].map(([name, shape]) => floatValue(name, shape)),
    },
    { producerName, ...description },
  );
}

const same = (name: string) => name;
