// Side conditions that several rules share, each stated once: what a node must be, shapes included, for an algebra to hold.
import { sameShape, sizeOf, uniformValue } from "../graph.ts";
import type { Node } from "../graph.ts";

export interface Scaled {
  /** Of the node's own shape. */
  readonly x: Node;
  readonly factor: number;
}

/** A node that is a whole tensor times a number known while compiling; null for other nodes. */
export function asScaled(node: Node | undefined): Scaled | null {
  if (node?.op !== "Mul") return null;
  const [x, by] = node.inputs;
  const factor = uniformValue(by);
  if (x === undefined || factor === undefined || !sameShape(x.shape, node.shape)) return null;
  // 0 and what is not finite must not meet another factor.
  return factor === 0 || !Number.isFinite(factor) ? null : { x, factor };
}

export interface RowMultiple {
  /** Of the node's own shape. */
  readonly x: Node;
  /** One number a row, and a row has more than one: of size 1 but along `axis`. */
  readonly by: Node;
  readonly axis: number;
}

/** A node that is a whole tensor times one number a row, the rows lying along any axis; undefined for other nodes. */
export function asRowMultiple(node: Node | undefined): RowMultiple | undefined {
  const [a, b] = node?.inputs ?? [];
  if (node?.op !== "Mul" || !a || !b) return undefined;
  return multipleOf(node, a, b) ?? multipleOf(node, b, a);
}

function multipleOf(node: Node, x: Node, by: Node): RowMultiple | undefined {
  if (!sameShape(x.shape, node.shape) || by.shape.length !== node.shape.length) return undefined;
  // A column times a column is a multiple of either: nothing is gained, and rules would turn it round for ever.
  if (sizeOf(by.shape) >= sizeOf(x.shape)) return undefined;
  const [axis, ...others] = by.shape.flatMap((d, i) => (d === 1 ? [] : [i]));
  return axis !== undefined && others.length === 0 ? { x, by, axis } : undefined;
}
