// The compiler's own graph: immutable nodes with one output each, hash-consed, so that equal graphs are one object.
// Common subexpressions are therefore shared without a pass, and rules and tests compare by identity.

export type Attribute = number | string | readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** How a value is stored when the graph runs. TensorFlow.js's int32 is stored as float (exact up to 2^24). */
export type StorageType = "float" | "bool" | "int";

export interface Node {
  /** Grows in the order of creation; inputs come before their users. */
  readonly id: number;
  /** An ONNX operator, or "Input", "Uniform" (one value everywhere), "Constant", "Step" (1 above 0, else 0), "Slope" (1
   *  above 0, else `below`), "Slice" with simple attributes. */
  readonly op: string;
  readonly inputs: readonly Node[];
  readonly shape: readonly number[];
  readonly type: StorageType;
  readonly attributes: Attributes;
  /** Of a "Constant": its values in C order. */
  readonly data?: Float32Array;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i]);

/** The value that a node has everywhere, if that is known while compiling. */
export function uniformValue(node: Node | undefined): number | undefined {
  return node?.op === "Uniform" ? (node.attributes["value"] as number) : undefined;
}

export class Graph {
  readonly #nodes = new Map<string, Node>();
  #nextId = 0;

  /** The one node of this kind. */
  node(
    op: string,
    inputs: readonly Node[],
    shape: readonly number[],
    attributes: Attributes = {},
    type: StorageType = "float",
  ): Node {
    return this.#intern(op, inputs, shape, attributes, type);
  }

  input(name: string, shape: readonly number[]): Node {
    return this.#intern("Input", [], shape, { name }, "float");
  }

  /** A tensor of one value, rounded to float32. */
  uniform(value: number, shape: readonly number[] = []): Node {
    return this.#intern("Uniform", [], shape, { value: Math.fround(value) }, "float");
  }

  constant(data: Float32Array, shape: readonly number[]): Node {
    const first = data[0];
    if (first !== undefined && data.every(x => Object.is(x, first))) return this.uniform(first, shape);
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
    return this.#intern("Constant", [], shape, { bytes }, "float", data);
  }

  #intern(
    op: string,
    inputs: readonly Node[],
    shape: readonly number[],
    attributes: Attributes,
    type: StorageType,
    data?: Float32Array,
  ): Node {
    const values = Object.entries(attributes).map(([name, value]) => `${name}=${attributeKey(value)}`);
    const key = `${op}|${type}|${shape.join()}|${inputs.map(i => i.id).join()}|${values.sort().join()}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node: Node = { id: this.#nextId++, op, inputs, shape, type, attributes, ...(data && { data }) };
    this.#nodes.set(key, node);
    return node;
  }
}

/** 0 and -0 are different values. */
function attributeKey(value: Attribute): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Every node that the roots need, inputs before users. */
export function inOrder(roots: Iterable<Node>): Node[] {
  const seen = new Set<Node>();
  const order: Node[] = [];
  const stack: { node: Node; next: number }[] = [];
  for (const root of roots) {
    if (!seen.has(root)) stack.push({ node: root, next: 0 });
    seen.add(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(input)) {
        seen.add(input);
        stack.push({ node: input, next: 0 });
      }
    }
  }
  return order;
}
