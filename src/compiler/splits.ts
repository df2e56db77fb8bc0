// Slices that cut one tensor along one axis without overlap are written as a single Split, which copies all of the tensor:
// where half of it or more is used.
import { listAttribute } from "./operators.ts";
import type { Node } from "./graph.ts";

export interface Split {
  readonly from: Node;
  readonly axis: number;
  /** All of the tensor in order; a part without a node is used by nobody. */
  readonly parts: readonly { readonly node: Node | undefined; readonly size: number }[];
}

interface Cut {
  readonly node: Node;
  readonly axis: number;
  readonly begin: number;
  readonly size: number;
}

/** For every slice that belongs to a split: that split. */
export function findSplits(nodes: readonly Node[]): ReadonlyMap<Node, Split> {
  const cuts = new Map<Node, Cut[]>();
  for (const node of nodes) {
    const cut = cutOf(node);
    const [from] = node.inputs;
    if (cut !== undefined && from !== undefined) cuts.set(from, [...(cuts.get(from) ?? []), cut]);
  }
  const splits = new Map<Node, Split>();
  for (const [from, found] of cuts) {
    const split = asSplit(from, found);
    if (split !== undefined) for (const { node } of found) splits.set(node, split);
  }
  return splits;
}

/** The slice's cut; undefined for other nodes and for slices along several axes. */
function cutOf(node: Node): Cut | undefined {
  const from = node.inputs[0]?.shape;
  if (node.op !== "Slice" || from === undefined) return undefined;
  const axes = node.shape.flatMap((d, i) => (d === from[i] ? [] : [i]));
  const [axis] = axes;
  if (axis === undefined || axes.length > 1) return undefined;
  return { node, axis, begin: listAttribute(node, "begin")[axis] ?? 0, size: node.shape[axis] ?? 0 };
}

function asSplit(from: Node, cuts: readonly Cut[]): Split | undefined {
  const axis = cuts[0]?.axis ?? 0;
  if (cuts.length < 2 || cuts.some(c => c.axis !== axis)) return undefined;
  const parts: { node: Node | undefined; size: number }[] = [];
  let offset = 0;
  for (const { node, begin, size } of [...cuts].sort((a, b) => a.begin - b.begin)) {
    if (begin < offset) return undefined;
    if (begin > offset) parts.push({ node: undefined, size: begin - offset });
    parts.push({ node, size });
    offset = begin + size;
  }
  const size = from.shape[axis] ?? 0;
  const used = cuts.reduce((n, cut) => n + cut.size, 0);
  if (2 * used < size) return undefined;
  const rest = size - offset;
  if (rest > 0) parts.push({ node: undefined, size: rest });
  return { from, axis, parts };
}
