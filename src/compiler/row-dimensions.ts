// Finds out which sizes of a graph depend on the number of rows, by comparing recordings at two row counts.
//
// The counts are large primes, so that no layer's width is taken for the number of rows. Two recordings of one function
// have the same nodes in the same order; where a dimension is one count here and the other count there, it is the
// number of rows. A function is refused when anything else differs: a dimension that is a multiple of the rows, two
// such dimensions in one tensor, or a number computed from the row count in JavaScript (which a graph would freeze).
import { sameShape } from "./graph.ts";
import type { Attribute, Node } from "./graph.ts";
import { CompileError } from "./program.ts";

export const rowCounts = [10007, 20011] as const;

/** Where each node that depends on the rows has that dimension. */
export type RowDimensions = ReadonlyMap<Node, number>;

export function matchRows(first: Iterable<Node>, second: Iterable<Node>): RowDimensions {
  const rows = new Map<Node, number>();
  const matched = new Map<Node, Node>();
  const stack: [Node, Node][] = [];
  const others = [...second];
  [...first].forEach((node, i) => {
    const other = others[i];
    if (other === undefined) refuse(node, "it gives other results for other numbers of rows");
    stack.push([node, other]);
  });
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [a, b] = pair;
    if (matched.get(a) === b) continue;
    if (matched.has(a)) refuse(a, "it does other things for other numbers of rows");
    matched.set(a, b);
    const dimension = rowDimension(a, b);
    if (dimension !== null) rows.set(a, dimension);
    compare(a, b);
    a.inputs.forEach((input, i) => {
      const other = b.inputs[i];
      if (other !== undefined) stack.push([input, other]);
    });
  }
  return rows;
}

function rowDimension(a: Node, b: Node): number | null {
  if (a.shape.length !== b.shape.length) refuse(a, "its rank depends on the number of rows");
  const differing = a.shape.flatMap((d, i) => (d === b.shape[i] ? [] : [i]));
  const [dimension] = differing;
  if (dimension === undefined) return null;
  if (differing.length > 1) refuse(a, "two of its dimensions depend on the number of rows");
  if (a.shape[dimension] !== rowCounts[0] || b.shape[dimension] !== rowCounts[1])
    refuse(a, "a dimension is neither fixed nor the number of rows");
  return dimension;
}

function compare(a: Node, b: Node): void {
  if (a.op !== b.op || a.inputs.length !== b.inputs.length)
    refuse(a, "it does other things for other numbers of rows");
  const names = new Set([...Object.keys(a.attributes), ...Object.keys(b.attributes)]);
  if (a.op === "Constant")
    refuseUnless(sameShape(a.shape, b.shape), a, "a constant has a value for every row");
  for (const name of names)
    refuseUnless(
      sameAttribute(a.attributes[name], b.attributes[name]),
      a,
      `its ${name} depends on the number of rows`,
    );
}

function sameAttribute(a: Attribute | undefined, b: Attribute | undefined): boolean {
  return typeof a === "object" && typeof b === "object" ? sameShape(a, b) : Object.is(a, b);
}

function refuseUnless(holds: boolean, node: Node, why: string): void {
  if (!holds) refuse(node, why);
}

function refuse(node: Node, why: string): never {
  throw new CompileError(
    `The function cannot be compiled for any number of rows: in ${node.op}, ${why}. Compile it for a fixed number of rows.`,
  );
}
