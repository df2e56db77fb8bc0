// Rows that are multiples of rows that are there anyway. What a network that treats rows alone sends back for a sum of its
// outputs and for any loss of them differs by one factor a row; a penalty on its gradient (R1) needs the first, the loss
// itself the second. So the second is the first times those factors, and of the gradients of the weights one remains. Where
// the other rows are not there, nothing is gained, and nothing is done. Rounding differs in the last digits.
import { convolutionKernels } from "../convolution.ts";
import { sameShape, uniformValue } from "../graph.ts";
import type { Graph, Node } from "../graph.ts";
import { binary, gemm, gemmOptions, reduce, reshape, scaled, withInputs } from "../operators.ts";
import type { Context, Rule } from "../rewrite.ts";
import { asRowMultiple, asScaled } from "./conditions.ts";

/** The twin times the factors, if the twin is there. */
function multiple({ graph, exists }: Context, twin: Node, by: Node): Node | undefined {
  return exists(twin) ? binary(graph, "Mul", twin, by) : undefined;
}

/** A product that sums over rows: the gradient of weights that x was multiplied or convolved with, of results y. */
interface RowSum {
  readonly x: Node;
  readonly y: Node;
  /** Where x and y have their rows. */
  readonly axis: number;
}

function asRowSum(node: Node | undefined): RowSum | undefined {
  const [x, y, ...others] = node?.inputs ?? [];
  if (node === undefined || !x || !y || others.length > 0) return undefined;
  if (node.op === convolutionKernels.filterGradient) return { x, y, axis: 3 };
  if (node.op !== "Gemm") return undefined;
  const { transA, transB } = gemmOptions(node);
  return transA && !transB ? { x, y, axis: 0 } : undefined;
}

const sameKind = (a: Node, b: Node): boolean =>
  a.op === b.op &&
  sameShape(a.shape, b.shape) &&
  Object.entries(a.attributes).every(([name, value]) => String(value) === String(b.attributes[name]));

/** A sum in which a product over rows y takes in `added`: another one over multiples of the same rows, or some times it. */
function takingIn(sum: Node, op: "Add" | "Sub", added: Node, context: Context): Node | undefined {
  const { graph, usedOnce } = context;
  if (!usedOnce(sum)) return undefined;
  const { x: product, factor } = asScaled(added) ?? { x: added, factor: 1 };
  const [held, other] = [asRowSum(sum), usedOnce(product) ? asRowSum(product) : undefined];
  const multiples = asRowMultiple(other?.y);
  if (other && multiples?.axis === other.axis && held?.y === multiples.x && sameKind(sum, product)) {
    const by = factor === 1 ? multiples.by : scaled(graph, multiples.by, factor);
    const x = binary(graph, op, held.x, binary(graph, "Mul", other.x, by));
    return withInputs(graph, sum, [x, held.y]);
  }
  const [a, b] = sum.inputs;
  if (!a || !b || (sum.op !== "Add" && sum.op !== "Sub")) return undefined;
  const left = takingIn(a, op, added, context);
  if (left !== undefined) return withInputs(graph, sum, [left, b]);
  const right = sum.op === "Add" ? takingIn(b, op, added, context) : undefined;
  return right && withInputs(graph, sum, [a, right]);
}

const maps = (g: Graph, name: string, channels = 2) => g.input(name, [channels, 3, 3, 4]);
const convolved = (g: Graph, x: Node) =>
  g.node(convolutionKernels.convolveTransposed, [x, g.input("w", [2, 1, 3, 3])], [1, 5, 5, 4], {
    stride: 1,
    padding: 0,
  });
const gradient = (g: Graph, x: Node, y: Node) =>
  g.node(convolutionKernels.filterGradient, [x, y], [2, 2, 3, 3], { stride: 1, padding: 1 });
/** One number a row, of a tensor that then is there. */
const factorsOf = (g: Graph, x: Node, axis = x.shape.length - 1) =>
  reduce(
    g,
    "ReduceSum",
    x,
    x.shape.map((_, i) => i).filter(i => i !== axis),
    true,
  );
const times = (g: Graph, x: Node, by: Node) => binary(g, "Mul", x, by);
const rows = (g: Graph) => g.input("x", [4, 3]);
const weights = (g: Graph) => g.input("v", [3, 2]);
const column = (g: Graph) => g.input("column", [3, 1]);
const ones = (g: Graph) => gemm(g, column(g), g.uniform(1, [1, 4]));
const factors = (g: Graph) => factorsOf(g, ones(g));

export const rowMultipleRules: readonly Rule[] = [
  {
    name: "an outer product beside the one with ones is a multiple of it",
    on: ["Gemm"],
    rewrite: (node, context) => {
      const { graph } = context;
      const [a, b] = node.inputs;
      const options = gemmOptions(node);
      if (!a || !b || options.c || a.shape[options.transA ? 0 : 1] !== 1) return undefined;
      if ([a, b].some(x => uniformValue(x) === 1)) return undefined;
      const [height = 1, width = 1] = node.shape;
      const one = (x: Node) => graph.uniform(1, x.shape);
      return (
        multiple(context, gemm(graph, a, one(b), options), reshape(graph, b, [1, width])) ??
        multiple(context, gemm(graph, one(a), b, options), reshape(graph, a, [height, 1]))
      );
    },
    before: g => gemm(g, column(g), factors(g)),
    after: g => times(g, ones(g), factors(g)),
  },
  {
    name: "multiples of rows in another shape are multiples of the rows in that shape",
    on: ["Reshape"],
    rewrite: (node, context) => {
      const inner = asRowMultiple(node.inputs[0]);
      if (inner === undefined) return undefined;
      const { x, by, axis } = inner;
      const last = node.shape.length - 1;
      const to = axis === 0 ? 0 : axis === x.shape.length - 1 ? last : -1;
      if (to < 0 || node.shape[to] !== x.shape[axis]) return undefined;
      const shape = node.shape.map((d, i) => (i === to ? d : 1));
      return multiple(context, reshape(context.graph, x, node.shape), reshape(context.graph, by, shape));
    },
    before: g => reshape(g, times(g, g.input("x", [6, 4]), reshape(g, beside(g), [1, 4])), [2, 3, 4]),
    after: g => {
      const by = reshape(g, reshape(g, beside(g), [1, 4]), [1, 1, 4]);
      return times(g, reshape(g, g.input("x", [6, 4]), [2, 3, 4]), by);
    },
  },
  {
    name: "multiples of rows times y are multiples of the rows times y",
    on: ["Mul"],
    rewrite: (node, context) => {
      const [a, b] = node.inputs;
      if (!a || !b || !sameShape(a.shape, b.shape)) return undefined;
      const [left, right] = [asRowMultiple(a), asRowMultiple(b)];
      return (
        (left && multiple(context, withInputs(context.graph, node, [left.x, b]), left.by)) ??
        (right && multiple(context, withInputs(context.graph, node, [a, right.x]), right.by))
      );
    },
    before: g => {
      const twin = times(g, maps(g, "x"), maps(g, "y"));
      return times(g, times(g, maps(g, "x"), factorsOf(g, twin)), maps(g, "y"));
    },
    after: g => {
      const twin = times(g, maps(g, "x"), maps(g, "y"));
      return times(g, twin, factorsOf(g, twin));
    },
  },
  {
    name: "a convolution of multiples of rows is multiples of the rows' convolution",
    on: [convolutionKernels.convolve, convolutionKernels.convolveTransposed],
    rewrite: (node, context) => {
      const [images, filters, ...bias] = node.inputs;
      const inner = asRowMultiple(images);
      if (inner?.axis !== 3 || !filters || bias.length > 0) return undefined;
      return multiple(context, withInputs(context.graph, node, [inner.x, filters]), inner.by);
    },
    before: g => convolved(g, times(g, maps(g, "x"), factorsOf(g, convolved(g, maps(g, "x"))))),
    after: g => {
      const twin = convolved(g, maps(g, "x"));
      return times(g, twin, factorsOf(g, twin));
    },
  },
  {
    name: "a product of multiples of rows is multiples of the rows' product",
    on: ["Gemm"],
    rewrite: (node, context) => {
      const [a, b] = node.inputs;
      const inner = asRowMultiple(a);
      const options = gemmOptions(node);
      if (!inner || !b || options.c || options.transA || inner.axis !== 0) return undefined;
      return multiple(context, gemm(context.graph, inner.x, b, options), inner.by);
    },
    before: g => gemm(g, times(g, rows(g), factorsOf(g, gemm(g, rows(g), weights(g)), 0)), weights(g)),
    after: g => {
      const twin = gemm(g, rows(g), weights(g));
      return times(g, twin, factorsOf(g, twin, 0));
    },
  },
  {
    name: "two gradients of weights, of rows and of their multiples, are one",
    on: ["Add", "Sub"],
    rewrite: (node, context) => {
      const [a, b] = node.inputs;
      if (!a || !b) return undefined;
      const op = node.op === "Add" ? "Add" : "Sub";
      const taken = context.usedOnce(b) ? takingIn(a, op, b, context) : undefined;
      return taken ?? (op === "Add" && context.usedOnce(a) ? takingIn(b, op, a, context) : undefined);
    },
    before: g => {
      const multiples = times(g, maps(g, "y"), g.input("r", [1, 1, 1, 4]));
      const first = gradient(g, maps(g, "v"), maps(g, "y"));
      const others = binary(g, "Add", first, g.input("other", [2, 2, 3, 3]));
      return binary(g, "Sub", others, scaled(g, gradient(g, maps(g, "x"), multiples), 0.25));
    },
    after: g => {
      const by = scaled(g, g.input("r", [1, 1, 1, 4]), 0.25);
      const x = binary(g, "Sub", maps(g, "v"), times(g, maps(g, "x"), by));
      return binary(g, "Add", gradient(g, x, maps(g, "y")), g.input("other", [2, 2, 3, 3]));
    },
  },
];

const beside = (g: Graph) => factorsOf(g, reshape(g, g.input("x", [6, 4]), [2, 3, 4]));
