// What graphs of the compiler mean, in double precision and as plainly as can be: the reference for gradients.
import { convolutionKernels, optionsOf } from "../../src/compiler/convolution.ts";
import { inOrder, sizeOf } from "../../src/compiler/graph.ts";
import type { Node } from "../../src/compiler/graph.ts";
import { gemmOptions, listAttribute } from "../../src/compiler/operators.ts";

type Shape = readonly number[];
type Values = Float64Array;

const unary: Readonly<Record<string, (x: number, attributes: Node["attributes"]) => number>> = {
  Abs: Math.abs,
  Ceil: Math.ceil,
  Cos: Math.cos,
  Elu: x => (x > 0 ? x : Math.expm1(x)),
  Erf: erf,
  Exp: Math.exp,
  Floor: Math.floor,
  LeakyRelu: (x, { alpha }) => (x > 0 ? x : Number(alpha) * x),
  Log: Math.log,
  Neg: x => -x,
  Not: x => 1 - x,
  Reciprocal: x => 1 / x,
  Relu: x => Math.max(x, 0),
  Selu: x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  Sigmoid: x => 1 / (1 + Math.exp(-x)),
  Sign: Math.sign,
  Sin: Math.sin,
  Slope: (x, { below }) => (x > 0 ? 1 : Number(below)),
  Softplus: x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  Sqrt: Math.sqrt,
  Step: x => Number(x > 0),
  Tanh: Math.tanh,
};

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  And: (a, b) => a * b,
  Div: (a, b) => a / b,
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
  Max: Math.max,
  Min: Math.min,
  Mul: (a, b) => a * b,
  Or: (a, b) => Math.max(a, b),
  Pow: Math.pow,
  Sub: (a, b) => a - b,
};

/** By its series near 0, by a continued fraction beyond: to about 1e-15. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let [term, sum] = [size, size];
    for (let n = 1; Math.abs(term) > 1e-18 * sum && n < 200; n++) {
      term *= -(size * size) / n;
      sum += term / (2 * n + 1);
    }
    return Math.sign(x) * sum * (2 / Math.sqrt(Math.PI));
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * (size + fraction)));
}

/** Places of a tensor's values along each dimension. */
function strides(shape: Shape): number[] {
  const steps = shape.map(() => 1);
  for (let i = shape.length - 2; i >= 0; i--) steps[i] = (steps[i + 1] ?? 1) * (shape[i + 1] ?? 1);
  return steps;
}

/** A tensor of the shape whose value at an index is that of `from` at the place that `place` gives. */
function moved(shape: Shape, from: Values, place: (index: readonly number[]) => number): Values {
  const out = new Float64Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let at = 0; at < out.length; at++) {
    const source = place(index);
    out[at] = source < 0 ? 0 : (from[source] ?? NaN);
    for (let i = shape.length - 1; i >= 0; i--) {
      index[i] = (index[i] ?? 0) + 1;
      if ((index[i] ?? 0) < (shape[i] ?? 1)) break;
      index[i] = 0;
    }
  }
  return out;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** x repeated over a shape that it broadcasts to. */
function spread(x: Values, from: Shape, to: Shape): Values {
  if (from.length === to.length && from.every((d, i) => d === to[i])) return x;
  const steps = strides(from).map((step, i) => (from[i] === 1 ? 0 : step));
  const missing = to.length - from.length;
  return moved(to, x, index => dot(steps, index.slice(missing)));
}

function reduced(node: Node, x: Values, shape: Shape): Values {
  const axes = listAttribute(node, "axes");
  const kept = shape.map((d, i) => (axes.includes(i) ? 1 : d));
  const steps = strides(kept).map((step, i) => (kept[i] === 1 ? 0 : step));
  const start = { ReduceMax: -Infinity, ReduceMin: Infinity, ReduceProd: 1 }[node.op] ?? 0;
  const out = new Float64Array(sizeOf(kept)).fill(start);
  const places = moved(shape, Float64Array.from(x.keys()), index => dot(strides(shape), index));
  const count = x.length / out.length;
  const target = moved(shape, Float64Array.from(out.keys()), index => dot(steps, index));
  places.forEach((from, i) => {
    const [to, value] = [target[i] ?? 0, x[from] ?? NaN];
    const now = out[to] ?? NaN;
    switch (node.op) {
      case "ReduceMax":
        out[to] = Math.max(now, value);
        break;
      case "ReduceMin":
        out[to] = Math.min(now, value);
        break;
      case "ReduceProd":
        out[to] = now * value;
        break;
      default:
        out[to] = now + value;
    }
  });
  return node.op === "ReduceMean" ? out.map(sum => sum / count) : out;
}

/** Products of the last two dimensions; leading ones broadcast. */
function matMul(node: Node, a: Values, b: Values): Values {
  const [aShape = [], bShape = []] = node.inputs.map(i => i.shape);
  const [m, k, n] = [aShape.at(-2) ?? 1, aShape.at(-1) ?? 1, bShape.at(-1) ?? 1];
  const leading = node.shape.slice(0, -2);
  const [left, right] = [spread(a, aShape, [...leading, m, k]), spread(b, bShape, [...leading, k, n])];
  const out = new Float64Array(sizeOf(node.shape));
  for (let at = 0; at < sizeOf(leading); at++)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++)
          sum += (left[(at * m + i) * k + l] ?? 0) * (right[(at * k + l) * n + j] ?? 0);
        out[(at * m + i) * n + j] = sum;
      }
  return out;
}

function gemm(node: Node, [a, b]: readonly Values[]): Values {
  const { transA, transB, alpha, c } = gemmOptions(node);
  if (a === undefined || b === undefined || c) throw new Error("a recorded product has two operands");
  const [m = 1, n = 1] = node.shape;
  const k = a.length / m;
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++)
        sum += (a[transA ? l * m + i : i * k + l] ?? 0) * (b[transB ? j * k + l : l * n + j] ?? 0);
      out[i * n + j] = alpha * sum;
    }
  return out;
}

function softmax(node: Node, x: Values): Values {
  const width = node.shape.at(-1) ?? 1;
  const out = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += width) {
    const values = x.subarray(row, row + width);
    const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = values.reduce((total, v) => total + Math.exp(v - most), 0);
    values.forEach((v, i) => (out[row + i] = Math.exp(v - most) / sum));
  }
  return out;
}

/** The trilinear form of convolution.ts, summed term by term into whichever of its three places the node is. */
function convolution(node: Node, [first, second]: readonly Values[]): Values {
  const [a, b] = node.inputs;
  if (!first || !second || !a || !b) throw new Error("a convolution has two operands");
  const { stride, padding } = optionsOf(node.attributes);
  const role = {
    [convolutionKernels.convolve]: { x: a.shape, w: b.shape, y: node.shape },
    [convolutionKernels.convolveTransposed]: { x: node.shape, w: b.shape, y: a.shape },
    [convolutionKernels.filterGradient]: { x: a.shape, w: node.shape, y: b.shape },
  }[node.op as (typeof convolutionKernels)[keyof typeof convolutionKernels]];
  const [ci = 1, height = 1, width = 1, rows = 1] = role.x;
  const [co = 1, , kh = 1, kw = 1] = role.w;
  const [, h = 1, w = 1] = role.y;
  const out = new Float64Array(sizeOf(node.shape));
  for (const [o, c, k, l, i, j] of counted([co, ci, kh, kw, h, w])) {
    const [p, q] = [stride * i + k - padding, stride * j + l - padding];
    if (p < 0 || q < 0 || p >= height || q >= width) continue;
    const atW = ((o * ci + c) * kh + k) * kw + l;
    for (let r = 0; r < rows; r++) {
      const atX = ((c * height + p) * width + q) * rows + r;
      const atY = ((o * h + i) * w + j) * rows + r;
      if (node.op === convolutionKernels.convolve)
        out[atY] = (out[atY] ?? 0) + (first[atX] ?? 0) * (second[atW] ?? 0);
      else if (node.op === convolutionKernels.convolveTransposed)
        out[atX] = (out[atX] ?? 0) + (first[atY] ?? 0) * (second[atW] ?? 0);
      else out[atW] = (out[atW] ?? 0) + (first[atX] ?? 0) * (second[atY] ?? 0);
    }
  }
  return out;
}

type Six = readonly [number, number, number, number, number, number];

/** Every index below the given numbers, the last one fastest. */
function* counted(below: Six): Generator<Six> {
  const total = below.reduce((a, b) => a * b, 1);
  for (let at = 0; at < total; at++) {
    let rest = at;
    const index = below.toReversed().map(n => {
      const digit = rest % n;
      rest = Math.floor(rest / n);
      return digit;
    });
    yield index.reverse() as unknown as Six;
  }
}

function concatenated(node: Node, parts: readonly Values[]): Values {
  const axis = Number(node.attributes["axis"]);
  const ends: number[] = [];
  for (const { shape } of node.inputs) ends.push((ends.at(-1) ?? 0) + (shape[axis] ?? 1));
  const out = new Float64Array(sizeOf(node.shape));
  const steps = strides(node.shape);
  const places = moved(node.shape, Float64Array.from(out.keys()), index => dot(steps, index));
  const sources = moved(node.shape, Float64Array.from(node.inputs.keys()), index =>
    ends.findIndex(end => (index[axis] ?? 0) < end),
  );
  places.forEach((at, i) => {
    const which = sources[i] ?? 0;
    const shape = node.inputs[which]?.shape ?? [];
    const index = steps.map((step, d) => Math.floor(at / step) % (node.shape[d] ?? 1));
    index[axis] = (index[axis] ?? 0) - (which === 0 ? 0 : (ends[which - 1] ?? 0));
    out[at] = parts[which]?.[dot(strides(shape), index)] ?? NaN;
  });
  return out;
}

function valueOf(node: Node, inputs: readonly Values[], feed: (name: string) => Values): Values {
  const [x = new Float64Array(), y = new Float64Array(), z = new Float64Array()] = inputs;
  const [a, b] = node.inputs;
  const from = a?.shape ?? [];
  const one = unary[node.op];
  if (one) return x.map(value => one(value, node.attributes));
  const two = binary[node.op];
  if (two && b) {
    const other = spread(y, b.shape, node.shape);
    return spread(x, from, node.shape).map((value, i) => two(value, other[i] ?? NaN));
  }
  switch (node.op) {
    case "Input":
      return feed(String(node.attributes["name"]));
    case "Uniform":
      return new Float64Array(sizeOf(node.shape)).fill(Number(node.attributes["value"]));
    case "Constant":
      return Float64Array.from(node.data ?? []);
    case "Reshape":
      return x;
    case "Cast":
      return node.type === "bool" ? x.map(v => Number(v !== 0)) : node.type === "int" ? x.map(Math.trunc) : x;
    case "Expand":
      return spread(x, from, node.shape);
    case "Transpose": {
      const steps = strides(from);
      const perm = listAttribute(node, "perm").map(p => steps[p] ?? 0);
      return moved(node.shape, x, index => dot(perm, index));
    }
    case "Slice": {
      const [steps, begin] = [strides(from), listAttribute(node, "begin")];
      return moved(node.shape, x, index => dot(steps, index) + dot(steps, begin));
    }
    case "Tile":
      return moved(node.shape, x, index =>
        dot(
          strides(from),
          index.map((i, d) => i % (from[d] ?? 1)),
        ),
      );
    case "Pad": {
      const pads = listAttribute(node, "pads");
      return moved(node.shape, x, index => {
        const inner = index.map((i, d) => i - (pads[d] ?? 0));
        return inner.some((i, d) => i < 0 || i >= (from[d] ?? 1)) ? -1 : dot(strides(from), inner);
      });
    }
    case "Where": {
      const [t, e] = [
        spread(y, b?.shape ?? [], node.shape),
        spread(z, node.inputs[2]?.shape ?? [], node.shape),
      ];
      return spread(x, from, node.shape).map((c, i) => (c === 0 ? (e[i] ?? NaN) : (t[i] ?? NaN)));
    }
    case "ReduceSum":
    case "ReduceMean":
    case "ReduceMax":
    case "ReduceMin":
    case "ReduceProd":
      return reduced(node, x, from);
    case "Softmax":
      return softmax(node, x);
    case "MatMul":
      return matMul(node, x, y);
    case "Gemm":
      return gemm(node, inputs);
    case "Concat":
      return concatenated(node, inputs);
    case convolutionKernels.convolve:
    case convolutionKernels.convolveTransposed:
    case convolutionKernels.filterGradient:
      return convolution(node, inputs);
    default:
      throw new Error(`${node.op} has no meaning here yet`);
  }
}

/** The values of recorded results (before any rule), computed in double precision. */
export function inDoublePrecision(
  results: ReadonlyMap<string, Node>,
  feed: (name: string) => Float64Array,
): ReadonlyMap<string, Float64Array> {
  const values = new Map<Node, Values>();
  for (const node of inOrder(results.values()))
    values.set(
      node,
      valueOf(
        node,
        node.inputs.map(i => values.get(i) ?? new Float64Array()),
        feed,
      ),
    );
  return new Map([...results].map(([name, node]) => [name, values.get(node) ?? new Float64Array()]));
}
