// An ONNX graph while it is written.
import { sizeOf, type Node } from "./graph.ts";
import { floatTensor, intTensor, type OnnxAttribute, type OnnxNode, type OnnxTensor } from "./onnx-schema.ts";

/** Tells where a node's size depends on the number of rows; null where it does not. */
export type RowDimension = (node: Node) => number | null;

/** Names, constants and nodes of one ONNX graph while it is written. */
export class Writer {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly names = new Map<Node, string>();
  readonly outputNames = new Map<Node, string>();
  readonly #constants = new Map<string, string>();
  /** The most tensors that one node splits into or joins. */
  readonly most: number;
  #next = 0;

  constructor(most: number) {
    this.most = most;
  }

  /** The name for a node's result. */
  nameFor(node: Node | undefined): string {
    return (node && this.outputNames.get(node)) ?? `t${this.#next++}`;
  }

  /** One ONNX node for (the last part of) a node of ours, undefined for the parts before; the name of its result. */
  node(
    of: Node | undefined,
    opType: string,
    input: readonly string[],
    attribute: readonly OnnxAttribute[] = [],
  ): string {
    const output = this.nameFor(of);
    this.nodes.push({ name: `${opType}_${this.nodes.length}`, opType, input, output: [output], attribute });
    return output;
  }

  /** The same constant twice is one initializer. */
  #constant(key: string, make: (name: string) => OnnxTensor): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = `c${this.#constants.size}`;
    this.#constants.set(key, name);
    this.initializers.push(make(name));
    return name;
  }

  ints(values: readonly number[]): string {
    return this.#constant(`ints ${values.join()}`, name => intTensor(name, [values.length], values));
  }

  uniform(value: number, shape: readonly number[]): string {
    return this.#constant(`uniform ${Object.is(value, -0) ? "-0" : value} ${shape.join()}`, name =>
      floatTensor(name, shape, new Float32Array(sizeOf(shape)).fill(value)),
    );
  }

  constant(node: Node): string {
    return this.#constant(`constant ${node.id}`, name =>
      floatTensor(name, node.shape, node.data ?? new Float32Array(sizeOf(node.shape))),
    );
  }
}

export type Emit = (writer: Writer, node: Node, inputs: readonly string[], rows: RowDimension) => string;
