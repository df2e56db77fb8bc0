// Our graph as ONNX nodes (opset 18).
import { findSplits } from "./splits.ts";
import type { Split } from "./splits.ts";
import { inOrder, uniformValue } from "./graph.ts";
import type { Attribute, Node } from "./graph.ts";
import { dataTypes, floatAttribute, intAttribute, intsAttribute } from "./onnx-schema.ts";
import type { OnnxAttribute, OnnxNode, OnnxTensor } from "./onnx-schema.ts";
import { convolutionEmitters } from "./onnx-convolutions.ts";
import { Writer, type Emit, type RowDimension } from "./onnx-writer.ts";
import { CompileError } from "./program.ts";

export interface OnnxBody {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
}

const fixedSize: RowDimension = () => null;

/** Times this, every normal number above 0 reaches 1. */
const steepest = 3e38;

/** Largest slice end: "to the end", however long. */
const toTheEnd = Number.MAX_SAFE_INTEGER;

const floatAttributes = new Set(["alpha", "beta"]);

function attributeOf(name: string, value: Attribute): OnnxAttribute {
  if (typeof value === "object") return intsAttribute(name, value);
  if (typeof value === "number")
    return floatAttributes.has(name) ? floatAttribute(name, value) : intAttribute(name, value);
  throw new CompileError(`The attribute ${name} of an ONNX node cannot be text.`);
}

const plain: Emit = (writer, node, inputs) =>
  writer.node(
    node,
    node.op,
    inputs,
    Object.entries(node.attributes).map(([name, value]) => attributeOf(name, value)),
  );

const numbersOf = (node: Node, name: string): readonly number[] => {
  const value = node.attributes[name];
  return typeof value === "object" ? value : [];
};

/** Reductions take their axes as an input. */
const reduction: Emit = (writer, node, [x = ""]) =>
  writer.node(
    node,
    node.op,
    [x, writer.ints(numbersOf(node, "axes"))],
    [intAttribute("keepdims", Number(node.attributes["keepdims"]))],
  );

function fixedOnly(node: Node, rows: RowDimension): void {
  if ([node, ...node.inputs].some(n => rows(n) !== null))
    throw new CompileError(
      `${node.op} with a size that depends on the number of rows cannot be compiled for any number of rows; give a fixed number of rows.`,
    );
}

const emitters: Readonly<Record<string, Emit>> = {
  ...convolutionEmitters,
  Uniform: (writer, node, _, rows) => {
    fixedOnly(node, rows);
    return writer.uniform(uniformValue(node) ?? 0, node.shape);
  },
  Constant: (writer, node, _, rows) => {
    fixedOnly(node, rows);
    return writer.constant(node);
  },
  Reshape: (writer, node, [x = ""], rows) => {
    const dynamic = rows(node);
    return writer.node(node, "Reshape", [x, writer.ints(node.shape.map((d, i) => (i === dynamic ? -1 : d)))]);
  },
  Expand: (writer, node, [x = ""], rows) => {
    fixedOnly(node, rows);
    return writer.node(node, "Expand", [x, writer.ints(node.shape)]);
  },
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceProd: reduction,
  Slice: (writer, node, [x = ""], rows) => {
    const begin = numbersOf(node, "begin");
    const dynamic = rows(node);
    const end = node.shape.map((d, i) => (i === dynamic ? toTheEnd : (begin[i] ?? 0) + d));
    if (dynamic !== null && node.inputs[0]?.shape[dynamic] !== node.shape[dynamic]) fixedOnly(node, rows);
    return writer.node(node, "Slice", [x, writer.ints(begin), writer.ints(end)]);
  },
  Gather: (writer, node, [x = ""]) =>
    writer.node(
      node,
      "Gather",
      [x, writer.ints(numbersOf(node, "indices"))],
      [intAttribute("axis", Number(node.attributes["axis"]))],
    ),
  Pad: (writer, node, [x = ""]) =>
    writer.node(node, "Pad", [
      x,
      writer.ints(numbersOf(node, "pads")),
      writer.uniform(Number(node.attributes["value"]), []),
    ]),
  Concat: (writer, node, parts) => {
    const attribute = [intAttribute("axis", Number(node.attributes["axis"]))];
    const joined = (names: readonly string[], of?: Node): string => {
      const runs = names.length > writer.most ? inRuns(names, writer.most).map(run => joined(run)) : names;
      return runs.length === 1 ? (runs[0] ?? "") : writer.node(of, "Concat", runs, attribute);
    };
    return joined(parts, node);
  },
  Tile: (writer, node, [x = ""]) => writer.node(node, "Tile", [x, writer.ints(numbersOf(node, "repeats"))]),
  Cast: (writer, node, [x = ""]) =>
    writer.node(node, "Cast", [x], [intAttribute("to", dataTypes[node.type])]),
  // max(0, min(1, alpha x)) with the largest alpha is 1 for every normal x > 0: a single vectorised operator, where
  // Greater, Cast and Mul are three (a subnormal x below 3e-39 gives a fraction).
  Step: (writer, node, [x = ""]) =>
    writer.node(node, "HardSigmoid", [x], [floatAttribute("alpha", steepest), floatAttribute("beta", 0)]),
  // The same line, cut off at `below` and 1: faster than a step and a maximum.
  Slope: (writer, node, [x = ""]) => {
    const line = writer.node(undefined, "Mul", [x, writer.uniform(steepest, [])]);
    const [below, above] = [Number(node.attributes["below"]), 1].map(value => writer.uniform(value, []));
    return writer.node(node, "Clip", [line, below ?? "", above ?? ""]);
  },
};

export interface WriteOptions {
  readonly rows?: RowDimension;
  /** The most tensors that one node splits into or joins; any number when left out. */
  readonly most?: number;
}

/**
 * Writes the nodes that `outputs` need, under the outputs' names; `inputName` says what a graph input is called.
 * Inputs and constants that are outputs themselves, and nodes that are several outputs, pass through Identity.
 */
export function writeOnnx(
  outputs: ReadonlyMap<string, Node>,
  inputName: (name: string) => string,
  { rows = fixedSize, most = Infinity }: WriteOptions = {},
): OnnxBody {
  const writer = new Writer(most);
  for (const [name, node] of outputs)
    if (node.inputs.length > 0 && !writer.outputNames.has(node)) writer.outputNames.set(node, name);
  const order = inOrder(outputs.values());
  const splits = findSplits(order);
  for (const node of order) {
    if (writer.names.has(node)) continue;
    const split = splits.get(node);
    if (split !== undefined) {
      writeSplit(writer, split);
      continue;
    }
    const inputs = node.inputs.map(i => writer.names.get(i) ?? "");
    const name =
      node.op === "Input"
        ? inputName(String(node.attributes["name"]))
        : (emitters[node.op] ?? plain)(writer, node, inputs, rows);
    writer.names.set(node, name);
  }
  for (const [name, node] of outputs) {
    const given = writer.names.get(node) ?? "";
    if (given !== name)
      writer.nodes.push({
        name: `Identity_${name}`,
        opType: "Identity",
        input: [given],
        output: [name],
        attribute: [],
      });
  }
  return { nodes: writer.nodes, initializers: writer.initializers };
}

/** Runs of neighbours, no more of them than `most`. */
function inRuns<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  const length = Math.ceil(all.length / most);
  return Array.from({ length: Math.ceil(all.length / length) }, (_, i) =>
    all.slice(i * length, (i + 1) * length),
  );
}

/** Where there are more parts than a node may have, runs of them are split off first. */
function splitInto(writer: Writer, from: string, axis: number, parts: Split["parts"]): readonly string[] {
  const runs = parts.length > writer.most ? inRuns(parts, writer.most) : parts.map(part => [part]);
  const output = runs.map(([part, ...others]) =>
    writer.nameFor(others.length === 0 ? part?.node : undefined),
  );
  const sizes = runs.map(run => run.reduce((sum, { size }) => sum + size, 0));
  writer.nodes.push({
    name: `Split_${writer.nodes.length}`,
    opType: "Split",
    input: [from, writer.ints(sizes)],
    output,
    attribute: [intAttribute("axis", axis)],
  });
  return runs.flatMap((run, i) =>
    run.length === 1 ? [output[i] ?? ""] : splitInto(writer, output[i] ?? "", axis, run),
  );
}

function writeSplit(writer: Writer, { from, axis, parts }: Split): void {
  const output = splitInto(writer, writer.names.get(from) ?? "", axis, parts);
  parts.forEach(({ node }, i) => {
    if (node !== undefined) writer.names.set(node, output[i] ?? "");
  });
}

/** How many nodes of each kind, names in order. */
export function census(nodes: readonly OnnxNode[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { opType } of nodes) counts[opType] = (counts[opType] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
