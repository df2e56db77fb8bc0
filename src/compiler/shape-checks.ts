// What TensorFlow.js leaves to its backends: that the shapes of a kernel's operands go together. Each throws CompileError.
import { sameShape, sizeOf } from "./graph.ts";
import { broadcastShape } from "./operators.ts";
import { CompileError } from "./program.ts";

type Shape = readonly number[];

const inWords = (shape: Shape): string => `[${shape.join(", ")}]`;

/** The shape of an elementwise result. */
export function combined(a: Shape, b: Shape): number[] {
  const shape = broadcastShape(a, b);
  const fits = (part: Shape) => part.every((d, i) => d === 1 || d === shape[i - part.length + shape.length]);
  if (fits(a) && fits(b)) return shape;
  throw new CompileError(
    `Tensors of the shapes ${inWords(a)} and ${inWords(b)} cannot be combined: from the last dimension on, sizes must be equal or 1.`,
  );
}

export function checkProduct(a: Shape, b: Shape, inner: readonly [number, number]): void {
  if (inner[0] !== inner[1])
    throw new CompileError(
      `The matrix product of the shapes ${inWords(a)} and ${inWords(b)} sums over ${inner[0]} and ${inner[1]}; they must be equal.`,
    );
}

export function checkReshape(from: Shape, to: Shape): void {
  if (sizeOf(from) !== sizeOf(to) || !to.every(Number.isInteger))
    throw new CompileError(
      `A tensor of the shape ${inWords(from)} has ${sizeOf(from)} values and cannot be given the shape ${inWords(to)}.`,
    );
}

export function checkJoined(shapes: readonly Shape[], axis: number): void {
  const [first = [], ...others] = shapes;
  const rest = (shape: Shape) => shape.map((d, i) => (i === axis ? 0 : d));
  const odd = others.find(shape => !sameShape(rest(shape), rest(first)));
  if (odd !== undefined)
    throw new CompileError(
      `Tensors of the shapes ${inWords(first)} and ${inWords(odd)} cannot be joined along dimension ${axis}.`,
    );
}

export function checkPart(shape: Shape, begin: Shape, size: Shape): void {
  const fits = shape.every((d, i) => {
    const [from = 0, count = 0] = [begin[i], size[i]];
    return from >= 0 && count >= 0 && from + count <= d;
  });
  if (!fits || shape.length !== size.length)
    throw new CompileError(
      `A tensor of the shape ${inWords(shape)} has no part that begins at ${inWords(begin)} and has the shape ${inWords(size)}.`,
    );
}

export function checkParts(shape: Shape, axis: number, sizes: readonly number[]): void {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== shape[axis] || sizes.some(size => !Number.isInteger(size) || size < 0))
    throw new CompileError(
      `A tensor of the shape ${inWords(shape)} cannot be split along dimension ${axis} into parts of the sizes ${sizes.join(", ")}.`,
    );
}

export function checkAxes(axes: readonly number[], rank: number): void {
  const odd = axes.find(axis => !(axis >= 0 && axis < rank));
  if (odd !== undefined)
    throw new CompileError(`A tensor of ${rank} dimensions has none at ${odd >= 0 ? odd : odd - rank}.`);
}
