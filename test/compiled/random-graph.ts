// Random expressions of the compiler's own nodes: tensors of any rank up to 4 whose sizes are 1, 2, 3 or equal on purpose.
import { convolutionKernels } from "../../src/compiler/convolution.ts";
import { sizeOf } from "../../src/compiler/graph.ts";
import type { Graph, Node } from "../../src/compiler/graph.ts";
import {
  binary,
  broadcastShape,
  concat,
  expand,
  gemm,
  pad,
  reduce,
  reshape,
  scaled,
  slice,
  transpose,
  unary,
} from "../../src/compiler/operators.ts";
import type { Draw } from "../support/trials.ts";
import { normals } from "./gan-like-step.ts";

const MOST_NODES = 40;
const MOST_VALUES = 400;
/** Factors, zeros and ones that rules look for. */
const numbers = [0, 0, 1, -1, -1, 0.5, 2, 3, -4] as const;

type Shape = readonly number[];

const fits = (a: Shape, b: Shape): boolean => {
  const shape = broadcastShape(a, b);
  const at = (s: Shape, i: number) => s[i - shape.length + s.length] ?? 1;
  return shape.every((_, i) => at(a, i) === at(b, i) || at(a, i) === 1 || at(b, i) === 1);
};

/** The gradient of weights that an input of that name was multiplied or convolved with, of results y. */
function gradientOf(graph: Graph, name: string, y: Node): Node {
  const [first = 1, height = 1, width = 1, rows = 1] = y.shape;
  if (y.shape.length === 2)
    return gemm(graph, graph.input(`${name}${y.shape.join("x")}`, [first, 3]), y, { transA: true });
  const x = graph.input(`${name}${y.shape.join("x")}`, [2, height + 1, width + 1, rows]);
  const shape = [first, 2, 2, 2];
  return graph.node(convolutionKernels.filterGradient, [x, y], shape, { stride: 1, padding: 0 });
}

/** The last few nodes, none of which may be anything but finite for normal inputs. */
export function randomGraph(graph: Graph, draw: Draw): ReadonlyMap<string, Node> {
  const sizes = Array.from({ length: draw.whole(1, 3) }, () => draw.whole(1, 4));
  const size = () => (draw.chance(0.2) ? 1 : (draw.pick(sizes) ?? 1));
  const nodes: Node[] = [];
  for (let i = 0; i < 6; i++)
    nodes.push(graph.input(`input${i}`, Array.from({ length: draw.pick([0, 1, 2, 2, 2, 3, 4]) }, size)));
  const [height, width] = [size(), size()];
  nodes.push(graph.constant(normals(height * width, draw.number), [height, width]));
  /** Recent ones are taken more often, so that expressions grow deep. */
  const some = (): Node => {
    const back = Math.floor(draw.number() ** 2 * nodes.length);
    return nodes[nodes.length - 1 - back] ?? graph.uniform(1);
  };
  const other = (shape: Shape): Node => {
    if (draw.chance(0.4)) return graph.uniform(draw.pick(numbers), draw.chance(0.5) ? [] : shape);
    const fitting = nodes.filter(n => n.type === "float" && fits(n.shape, shape));
    return draw.pick(fitting) ?? graph.uniform(2);
  };
  /** One number along one axis, beside the whole. */
  const factors = (x: Node): Node => {
    const axis = draw.whole(0, x.shape.length - 1);
    const others = x.shape.map((_, i) => i).filter(i => i !== axis);
    return reduce(graph, "ReduceMean", x, others, true);
  };
  const axesOf = (x: Node) => x.shape.map((_, i) => i).filter(() => draw.chance(0.5));
  const shuffled = (x: Node) => {
    const axes = x.shape.map((_, i) => i);
    return x.shape.map(() => axes.splice(draw.whole(0, axes.length - 1), 1)[0] ?? 0);
  };
  const grown = (shape: Shape) => shape.map(d => (d === 1 && draw.chance(0.6) ? size() : d));
  const make: readonly (() => Node | undefined)[] = [
    () => {
      const [a, op] = [some(), draw.pick(["Add", "Sub", "Mul", "Mul", "Max", "Min"])];
      const b = draw.chance(0.2) ? unary(graph, "Neg", other(a.shape)) : other(a.shape);
      return draw.chance(0.5) ? binary(graph, op, a, b) : binary(graph, op, b, a);
    },
    () => {
      const x = some();
      return x.shape.length > 0 ? binary(graph, "Mul", x, factors(draw.chance(0.5) ? x : other(x.shape))) : x;
    },
    // Two gradients of the same weights, of results and of their multiples along some axis.
    () => {
      const y = draw.pick(nodes.filter(n => n.shape.length === 2 || n.shape.length === 4));
      if (y === undefined) return undefined;
      const multiples = binary(
        graph,
        "Mul",
        y,
        factors(draw.chance(0.5) ? y : graph.input(`f${y.shape.join("x")}`, y.shape)),
      );
      const [first, other] = [gradientOf(graph, "u", y), gradientOf(graph, "v", multiples)];
      const second = draw.chance(0.3) ? scaled(graph, other, draw.pick([-1, 0.25])) : other;
      const op = draw.pick(["Add", "Sub"]);
      return draw.chance(0.5) ? binary(graph, op, first, second) : binary(graph, op, second, first);
    },
    // What a strided convolution's gradient, or a growing image, is made by: of few channels and of many.
    () => {
      const y = draw.pick(nodes.filter(n => n.shape.length === 4));
      if (y === undefined) return undefined;
      const [co = 1, h = 1, w = 1, rows = 1] = y.shape;
      const [stride, channels] = [draw.pick([1, 2]), draw.pick([1, 3, 8])];
      const taps = stride * draw.whole(1, 2);
      const padding = draw.whole(0, taps - 1);
      const grown = (places: number) => (places - 1) * stride - 2 * padding + taps;
      if (grown(Math.min(h, w)) < 1) return undefined;
      const filters = graph.input(`filters${[co, channels, taps].join("x")}`, [co, channels, taps, taps]);
      const shape = [channels, grown(h), grown(w), rows];
      return graph.node(convolutionKernels.convolveTransposed, [y, filters], shape, { stride, padding });
    },
    () => {
      const x = some();
      const by = draw.chance(0.5) ? graph.uniform(draw.pick([2, -4, 0.5])) : graph.uniform(3, x.shape);
      return binary(graph, "Div", x, by);
    },
    () => unary(graph, draw.pick(["Neg", "Neg", "Relu", "Sigmoid", "Tanh", "Abs", "Sin"]), some()),
    () => {
      // Far from 0, where the runtime's sigmoid is right to 1e-7 at best and a power of it may be anything.
      const base = unary(graph, "Sigmoid", unary(graph, "Tanh", some()));
      return binary(graph, "Pow", base, graph.uniform(draw.pick([1, 2, 0.5, 1.5, -1])));
    },
    () => {
      const x = some();
      const axes = axesOf(x);
      const op = draw.pick(["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin"]);
      return axes.length > 0 ? reduce(graph, op, x, axes, draw.chance(0.5)) : undefined;
    },
    () => {
      const [a, transA, transB] = [some(), draw.chance(0.5), draw.chance(0.5)];
      const met = a.shape[transA ? 0 : 1];
      const b = draw.pick(nodes.filter(n => n.shape.length === 2 && n.shape[transB ? 1 : 0] === met));
      return a.shape.length === 2 && b ? gemm(graph, a, b, { transA, transB }) : undefined;
    },
    () => {
      const x = some();
      return transpose(graph, x, shuffled(x));
    },
    () => {
      const x = some();
      const total = sizeOf(x.shape);
      const [first = 1, ...rest] = x.shape;
      return reshape(
        graph,
        x,
        draw.pick([[total], [1, total], [total, 1], [first, total / first], [1, first, ...rest]]),
      );
    },
    () => {
      const x = some();
      return expand(graph, x, grown(x.shape));
    },
    () => {
      const repeated = draw.pick(nodes.filter(n => n.op === "Expand"));
      return repeated && reduce(graph, "ReduceSum", repeated, axesOf(repeated), draw.chance(0.5));
    },
    () => {
      const x = some();
      const [rows = 1, ...rest] = x.shape;
      if (rows < 2) return undefined;
      const cut = draw.whole(1, rows - 1);
      const begin = (from: number) => x.shape.map((_, i) => (i === 0 ? from : 0));
      const parts = [
        slice(graph, x, begin(0), [cut, ...rest]),
        slice(graph, x, begin(cut), [rows - cut, ...rest]),
      ];
      const [first = x, second = x] = draw.chance(0.7) ? parts : parts.reverse();
      return concat(graph, [first, second], 0);
    },
    () => {
      const x = some();
      if (x.shape.length === 0) return undefined;
      const axis = draw.whole(0, x.shape.length - 1);
      const from = draw.whole(0, (x.shape[axis] ?? 1) - 1);
      const length = draw.whole(1, (x.shape[axis] ?? 1) - from);
      const at = (i: number, whole: number, part: number) => (i === axis ? part : whole);
      const begin = x.shape.map((_, i) => at(i, 0, from));
      const size = x.shape.map((d, i) => at(i, d, length));
      return slice(graph, x, begin, size);
    },
    () => {
      const x = some();
      if (x.shape.length === 0) return undefined;
      const alike = nodes.filter(n => n.shape.join() === x.shape.join());
      const parts = Array.from({ length: draw.whole(1, 2) }, () => draw.pick(alike) ?? x);
      return concat(graph, [x, ...parts], draw.whole(0, x.shape.length - 1));
    },
    () => {
      const x = some();
      if (x.shape.length === 0) return undefined;
      const axis = draw.whole(0, x.shape.length - 1);
      const around = (n: number) => x.shape.map((_, i) => (i === axis ? n : 0));
      const [before, after] = [draw.whole(0, 2), draw.whole(0, 2)];
      return binary(
        graph,
        "Add",
        pad(graph, x, around(before), around(after)),
        pad(graph, x, around(after), around(before)),
      );
    },
  ];
  while (nodes.length < MOST_NODES) {
    const node = draw.pick(make)?.();
    if (node !== undefined && sizeOf(node.shape) <= MOST_VALUES && node.shape.length <= 5) nodes.push(node);
  }
  return new Map(nodes.slice(-6).map((node, i) => [`result${i}`, node]));
}
