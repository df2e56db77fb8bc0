// What each TensorFlow.js kernel writes into the graph: a table by kernel name.
import { concat, gemm, reduce, reshape, slice, transpose } from "./operators.ts";
import {
  convolutionKernels,
  convolvedShape,
  filterShape,
  optionsOf,
  transposedShape,
} from "./convolution.ts";
import { CompileError } from "./program.ts";
import {
  checkAxes,
  checkJoined,
  checkPart,
  checkParts,
  checkProduct,
  checkReshape,
  combined,
} from "./shape-checks.ts";
import { sameShape, sizeOf } from "./graph.ts";
import type { Attributes, Graph, Node, StorageType } from "./graph.ts";

/** One call of a kernel while recording. */
export interface KernelCall {
  readonly graph: Graph;
  readonly inputs: Readonly<Record<string, Node>>;
  readonly attrs: Readonly<Record<string, unknown>>;
}

export type Dtype = "float32" | "int32" | "bool";

/** A kernel's results, each with the type that TensorFlow.js sees. */
export interface Emitted {
  readonly node: Node;
  readonly dtype: Dtype;
}

export type Kernel = (call: KernelCall) => Emitted | Emitted[];

const float = (node: Node): Emitted => ({ node, dtype: "float32" });
const bool = (node: Node): Emitted => ({ node, dtype: "bool" });

function input(call: KernelCall, name: string): Node {
  const node = call.inputs[name];
  if (node === undefined) throw new CompileError(`A kernel was called without its input ${name}.`);
  return node;
}

const binary =
  (op: string, type: StorageType = "float"): Kernel =>
  call => {
    const a = input(call, "a");
    const b = input(call, "b");
    const node = call.graph.node(op, [a, b], combined(a.shape, b.shape), {}, type);
    return { node, dtype: type === "bool" ? "bool" : "float32" };
  };

const unary =
  (op: string, attributes: (attrs: KernelCall["attrs"]) => Attributes = () => ({})): Kernel =>
  call => {
    const x = input(call, "x");
    return float(call.graph.node(op, [x], x.shape, attributes(call.attrs), x.type));
  };

const numbers = (value: unknown): number[] =>
  typeof value === "number" ? [value] : Array.isArray(value) ? value.map(Number) : [];

/** Reduced axes, counted from the front; none given means all. */
function axesOf(given: unknown, rank: number): number[] {
  const axes = numbers(given).map(a => (a < 0 ? a + rank : a));
  checkAxes(axes, rank);
  return axes.length > 0 ? axes.sort((a, b) => a - b) : Array.from({ length: rank }, (_, i) => i);
}

const reduction =
  (op: string): Kernel =>
  call => {
    const x = input(call, "x");
    const axes = axesOf(call.attrs["axis"] ?? call.attrs["reductionIndices"], x.shape.length);
    return float(reduce(call.graph, op, x, axes, call.attrs["keepDims"] === true));
  };

function targetShape(x: Node, wanted: readonly number[]): number[] {
  const known = wanted.reduce((n, d) => (d === -1 ? n : n * d), 1);
  return wanted.map(d => (d === -1 ? sizeOf(x.shape) / known : d));
}

function split(call: KernelCall): Emitted[] {
  const x = input(call, "x");
  const axis = axesOf(call.attrs["axis"] ?? 0, x.shape.length)[0] ?? 0;
  const length = x.shape[axis] ?? 1;
  const given = call.attrs["numOrSizeSplits"];
  const sizes = Array.isArray(given)
    ? numbers(given)
    : Array.from({ length: Number(given) }, () => length / Number(given));
  const known = sizes.reduce((n, d) => (d === -1 ? n : n + d), 0);
  const whole = sizes.map(wanted => (wanted === -1 ? length - known : wanted));
  checkParts(x.shape, axis, whole);
  let offset = 0;
  return whole.map(size => {
    const begin = x.shape.map((_, i) => (i === axis ? offset : 0));
    offset += size;
    return float(
      slice(
        call.graph,
        x,
        begin,
        x.shape.map((d, i) => (i === axis ? size : d)),
      ),
    );
  });
}

/** The inputs of a kernel that takes any number of them. */
function partsOf(call: KernelCall): [Node, ...Node[]] {
  const [first, ...others] = Object.values(call.inputs);
  if (first === undefined) throw new CompileError("A kernel that joins tensors was given none.");
  return [first, ...others];
}

/** Matrix product of the last two dimensions; "Gemm" for plain matrices. */
function matMul(call: KernelCall): Emitted {
  const { graph } = call;
  const [a, b] = [input(call, "a"), input(call, "b")];
  const [transA, transB] = [call.attrs["transposeA"] === true, call.attrs["transposeB"] === true];
  const rowsOf = (x: Node, transposed: boolean) => x.shape.at(transposed ? -1 : -2) ?? 1;
  const columnsOf = (x: Node, transposed: boolean) => x.shape.at(transposed ? -2 : -1) ?? 1;
  checkProduct(a.shape, b.shape, [columnsOf(a, transA), rowsOf(b, transB)]);
  const product = [rowsOf(a, transA), columnsOf(b, transB)];
  const leading = combined(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (sizeOf(leading) === 1) {
    const left = reshape(graph, a, a.shape.slice(-2));
    const right = reshape(graph, b, b.shape.slice(-2));
    const node = gemm(graph, left, right, { transA, transB });
    return float(reshape(graph, node, [...leading, ...product]));
  }
  const operands = [transA ? swapLast(graph, a) : a, transB ? swapLast(graph, b) : b];
  return float(graph.node("MatMul", operands, [...leading, ...product]));
}

function swapLast(graph: Graph, x: Node): Node {
  const rank = x.shape.length;
  const perm = x.shape.map((_, i) => (i === rank - 2 ? rank - 1 : i === rank - 1 ? rank - 2 : i));
  return transpose(graph, x, perm);
}

function cast(call: KernelCall): Emitted {
  const x = input(call, "x");
  const dtype = call.attrs["dtype"] as Dtype;
  const { graph } = call;
  if (dtype === "bool")
    return bool(x.type === "bool" ? x : graph.node("Cast", [x], x.shape, { to: "bool" }, "bool"));
  if (x.type === "bool") return { node: graph.node("Cast", [x], x.shape, { to: "float" }), dtype };
  if (dtype === "float32") return float(x);
  // Towards zero, as int32 is stored in a float here.
  const truncated = graph.node("Cast", [x], x.shape, { to: "int" }, "int");
  return { node: graph.node("Cast", [truncated], x.shape, { to: "float" }), dtype };
}

/** 1 where x > 0, else alpha (of a leaky ReLU's derivative). */
function step(call: KernelCall): Emitted {
  const x = input(call, "x");
  const alpha = Number(call.attrs["alpha"] ?? 0);
  if (alpha === 0) return float(call.graph.node("Step", [x], x.shape));
  if (!(alpha > 0 && alpha < 1)) throw new CompileError(`step: alpha is ${alpha}; it must lie in 0 to 1.`);
  return float(call.graph.node("Slope", [x], x.shape, { below: Math.fround(alpha) }));
}

const selection: Kernel = call => {
  const [condition, t, e] = [input(call, "condition"), input(call, "t"), input(call, "e")];
  const shape = combined(condition.shape, combined(t.shape, e.shape));
  return float(call.graph.node("Where", [condition, t, e], shape));
};

function clip(call: KernelCall): Emitted {
  const x = input(call, "x");
  const { graph, attrs } = call;
  const atLeast = graph.node("Max", [x, graph.uniform(Number(attrs["clipValueMin"]))], x.shape);
  return float(graph.node("Min", [atLeast, graph.uniform(Number(attrs["clipValueMax"]))], x.shape));
}

function pad(call: KernelCall): Emitted {
  const x = input(call, "x");
  const paddings = (call.attrs["paddings"] as unknown[]).map(numbers);
  const value = Number(call.attrs["constantValue"] ?? 0);
  const shape = x.shape.map((d, i) => d + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0));
  if (sameShape(shape, x.shape)) return float(x);
  const pads = [...paddings.map(p => p[0] ?? 0), ...paddings.map(p => p[1] ?? 0)];
  return float(call.graph.node("Pad", [x], shape, { pads, value }));
}

function tile(call: KernelCall): Emitted {
  const x = input(call, "x");
  const repeats = numbers(call.attrs["reps"]);
  const shape = x.shape.map((d, i) => d * (repeats[i] ?? 1));
  return float(sameShape(shape, x.shape) ? x : call.graph.node("Tile", [x], shape, { repeats }));
}

const argument =
  (op: string): Kernel =>
  call => {
    const x = input(call, "x");
    const axis = axesOf(call.attrs["axis"], x.shape.length)[0] ?? 0;
    const shape = x.shape.filter((_, i) => i !== axis);
    const index = call.graph.node(op, [x], shape, { axis, keepdims: 0 }, "int");
    return { node: call.graph.node("Cast", [index], shape, { to: "float" }), dtype: "int32" };
  };

function square(call: KernelCall): Emitted {
  const x = input(call, "x");
  return float(call.graph.node("Mul", [x, x], x.shape));
}

/** A node of our own: rules and onnx-convolutions.ts know how it is computed. */
const convolution =
  (
    kernel: keyof typeof convolutionKernels,
    names: readonly [string, string],
    shapeOf: typeof convolvedShape,
  ): Kernel =>
  call => {
    const [a, b] = [input(call, names[0]), input(call, names[1])];
    const options = optionsOf(call.attrs);
    const shape = shapeOf(a.shape, b.shape, options);
    return float(call.graph.node(convolutionKernels[kernel], [a, b], shape, { ...options }));
  };

const like =
  (value: number): Kernel =>
  call =>
    float(call.graph.uniform(value, input(call, "x").shape));

export const kernels: Readonly<Record<string, Kernel>> = {
  Add: binary("Add"),
  Sub: binary("Sub"),
  Multiply: binary("Mul"),
  RealDiv: binary("Div"),
  Maximum: binary("Max"),
  Minimum: binary("Min"),
  Pow: binary("Pow"),
  AddN: call => float(partsOf(call).reduce((a, b) => call.graph.node("Add", [a, b], a.shape))),
  SquaredDifference: call => {
    const [a, b] = [input(call, "a"), input(call, "b")];
    const shape = combined(a.shape, b.shape);
    const difference = call.graph.node("Sub", [a, b], shape);
    return float(call.graph.node("Mul", [difference, difference], shape));
  },

  Greater: binary("Greater", "bool"),
  GreaterEqual: binary("GreaterOrEqual", "bool"),
  Less: binary("Less", "bool"),
  LessEqual: binary("LessOrEqual", "bool"),
  Equal: binary("Equal", "bool"),
  NotEqual: call => {
    const [a, b] = [input(call, "a"), input(call, "b")];
    const shape = combined(a.shape, b.shape);
    return bool(
      call.graph.node("Not", [call.graph.node("Equal", [a, b], shape, {}, "bool")], shape, {}, "bool"),
    );
  },
  LogicalAnd: binary("And", "bool"),
  LogicalOr: binary("Or", "bool"),
  LogicalNot: call => bool(call.graph.node("Not", [input(call, "x")], input(call, "x").shape, {}, "bool")),
  Select: selection,

  Abs: unary("Abs"),
  Neg: unary("Neg"),
  Sign: unary("Sign"),
  Exp: unary("Exp"),
  Log: unary("Log"),
  Sqrt: unary("Sqrt"),
  Reciprocal: unary("Reciprocal"),
  Rsqrt: call => {
    const x = input(call, "x");
    return float(call.graph.node("Reciprocal", [call.graph.node("Sqrt", [x], x.shape)], x.shape));
  },
  Square: square,
  Sin: unary("Sin"),
  Cos: unary("Cos"),
  Erf: unary("Erf"),
  Tanh: unary("Tanh"),
  Sigmoid: unary("Sigmoid"),
  Softplus: unary("Softplus"),
  Relu: unary("Relu"),
  LeakyRelu: unary("LeakyRelu", ({ alpha }) => ({ alpha: Number(alpha) })),
  Elu: unary("Elu", () => ({ alpha: 1 })),
  Selu: unary("Selu"),
  Floor: unary("Floor"),
  Ceil: unary("Ceil"),
  Round: unary("Round"),
  Step: step,
  ClipByValue: clip,
  Softmax: call => {
    const x = input(call, "logits");
    return float(call.graph.node("Softmax", [x], x.shape, { axis: x.shape.length - 1 }));
  },

  Sum: reduction("ReduceSum"),
  Mean: reduction("ReduceMean"),
  Max: reduction("ReduceMax"),
  Min: reduction("ReduceMin"),
  Prod: reduction("ReduceProd"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),

  BatchMatMul: matMul,
  Transpose: call => float(transpose(call.graph, input(call, "x"), numbers(call.attrs["perm"]))),

  Identity: call => {
    const x = input(call, "x");
    return { node: x, dtype: x.type === "bool" ? "bool" : "float32" };
  },
  Cast: cast,
  Reshape: call => {
    const x = input(call, "x");
    const shape = targetShape(x, numbers(call.attrs["shape"]));
    checkReshape(x.shape, shape);
    return float(reshape(call.graph, x, shape));
  },
  ExpandDims: call => {
    const x = input(call, "input");
    const dim = Number(call.attrs["dim"]);
    const at = dim < 0 ? x.shape.length + 1 + dim : dim;
    return float(reshape(call.graph, x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]));
  },
  ZerosLike: like(0),
  OnesLike: like(1),
  Fill: call => float(call.graph.uniform(Number(call.attrs["value"]), numbers(call.attrs["shape"]))),
  Tile: tile,
  Concat: call => {
    const parts = partsOf(call);
    const axis = axesOf(call.attrs["axis"], parts[0].shape.length)[0] ?? 0;
    checkJoined(
      parts.map(({ shape }) => shape),
      axis,
    );
    return float(concat(call.graph, parts, axis));
  },
  Pack: call => {
    const [first, ...others] = partsOf(call);
    for (const other of others) checkReshape(other.shape, first.shape);
    const axis = Number(call.attrs["axis"] ?? 0);
    const at = axis < 0 ? axis + first.shape.length + 1 : axis;
    const shape = [...first.shape.slice(0, at), 1, ...first.shape.slice(at)];
    const expanded = (part: Node) => reshape(call.graph, part, shape);
    return float(concat(call.graph, [expanded(first), ...others.map(expanded)], at));
  },
  Unpack: call => {
    const x = input(call, "value");
    const axis = axesOf(call.attrs["axis"] ?? 0, x.shape.length)[0] ?? 0;
    return Array.from({ length: x.shape[axis] ?? 0 }, (_, k) => {
      const begin = x.shape.map((__, i) => (i === axis ? k : 0));
      const part = slice(
        call.graph,
        x,
        begin,
        x.shape.map((d, i) => (i === axis ? 1 : d)),
      );
      return float(
        reshape(
          call.graph,
          part,
          x.shape.filter((__, i) => i !== axis),
        ),
      );
    });
  },
  SplitV: split,
  Slice: call => {
    const x = input(call, "x");
    const begin = numbers(call.attrs["begin"]);
    const size = numbers(call.attrs["size"]).map((s, i) =>
      s === -1 ? (x.shape[i] ?? 0) - (begin[i] ?? 0) : s,
    );
    checkPart(x.shape, begin, size);
    return float(slice(call.graph, x, begin, size));
  },
  PadV2: pad,

  [convolutionKernels.convolve]: convolution("convolve", ["x", "filters"], convolvedShape),
  [convolutionKernels.convolveTransposed]: convolution(
    "convolveTransposed",
    ["y", "filters"],
    transposedShape,
  ),
  [convolutionKernels.filterGradient]: convolution("filterGradient", ["x", "y"], filterShape),
};
