import type { LatentSpace } from "../data/latents.ts";

/** A plane through the origin of the latent space, and how far a map of it reaches. */
export interface LatentPlane {
  /** [latent size] each, of length 1, at right angles. */
  readonly axisX: Float32Array;
  /** Zero where the latent has one dimension. */
  readonly axisY: Float32Array;
  readonly extent: number;
}

/** A plane's map reaches this much beyond where latents lie. */
const MARGIN = 1.3;
/** How far a map of two normal dimensions reaches: 99.3 % of latents lie inside its circle. */
const NORMAL_EXTENT = 2.6;
/** Two latents whose directions differ by less span no plane of their own. */
const PARALLEL = 1e-6;

export const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function unit(size: number, at: number): Float32Array {
  const axis = new Float32Array(size);
  if (at < size) axis[at] = 1;
  return axis;
}

/** `v` at right angles to unit vectors and of length 1; null where nothing is left of it. */
export function orthonormal(v: Float32Array, to: readonly Float32Array[]): Float32Array | null {
  const rest = to.reduce((left, axis) => {
    const along = dot(left, axis);
    return left.map((value, i) => value - along * (axis[i] ?? 0));
  }, v);
  const length = Math.sqrt(dot(rest, rest));
  return length <= PARALLEL * Math.sqrt(dot(v, v)) ? null : rest.map(value => value / length);
}

/** The first coordinate axis that is not in the span of `to`, at right angles to it. */
export function orthonormalTo(size: number, to: readonly Float32Array[]): Float32Array {
  for (let i = 0; i < size; i++) {
    const axis = orthonormal(unit(size, i), to);
    if (axis !== null) return axis;
  }
  return new Float32Array(size);
}

/**
 * The latent space itself where it has at most two dimensions, else the plane of the origin and two latents, in which
 * their straight and great-circle paths lie. Parallel latents are given another axis.
 */
export function latentPlane(
  { size, distribution }: LatentSpace,
  a: Float32Array,
  b: Float32Array,
): LatentPlane {
  if (size <= 2) {
    const extent = distribution === "normal" ? NORMAL_EXTENT : 1;
    return { axisX: unit(size, 0), axisY: unit(size, 1), extent };
  }
  const axisX = orthonormal(a, []) ?? unit(size, 0);
  const axisY = orthonormal(b, [axisX]) ?? orthonormalTo(size, [axisX]);
  // Latents of many dimensions lie near a sphere: its radius, and the two themselves, must be on the map.
  const typical = Math.sqrt(distribution === "normal" ? size : size / 3);
  const farthest = Math.max(typical, Math.sqrt(dot(a, a)), Math.sqrt(dot(b, b)));
  return { axisX, axisY, extent: MARGIN * farthest };
}

/**
 * The latents [rows * columns, size] at the centres of the cells of a plane's map, the first row lowest; the plane goes
 * through `origin`, else through the latent space's middle.
 */
export function planeLatents(
  { axisX, axisY, extent, origin }: LatentPlane & { readonly origin?: Float32Array },
  columns: number,
  rows: number,
): Float32Array {
  const size = axisX.length;
  const latents = new Float32Array(rows * columns * size);
  for (let row = 0; row < rows; row++) {
    const y = ((2 * (row + 0.5)) / rows - 1) * extent;
    for (let column = 0; column < columns; column++) {
      const x = ((2 * (column + 0.5)) / columns - 1) * extent;
      const at = (row * columns + column) * size;
      for (let d = 0; d < size; d++)
        latents[at + d] = (origin?.[d] ?? 0) + x * (axisX[d] ?? 0) + y * (axisY[d] ?? 0);
    }
  }
  return latents;
}

/** The outputs over a plane's cells. */
export interface PlaneSamples {
  readonly columns: number;
  readonly rows: number;
  readonly dims: number;
  /** [rows * columns, dims] */
  readonly data: Float32Array;
}

/**
 * How far the output moves a latent step: the Frobenius norm of its derivative along the plane, by differences between
 * the neighbouring cells (one-sided at the edges). [rows * columns]
 */
export function stretchOf({ columns, rows, dims, data }: PlaneSamples, extent: number): Float32Array {
  const stretch = new Float32Array(rows * columns);
  const squared = (from: number, to: number, apart: number) => {
    if (from === to) return 0;
    let square = 0;
    for (let d = 0; d < dims; d++) square += ((data[to * dims + d] ?? 0) - (data[from * dims + d] ?? 0)) ** 2;
    return square / apart ** 2;
  };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [left, right] = [Math.max(0, column - 1), Math.min(columns - 1, column + 1)];
      const [low, high] = [Math.max(0, row - 1), Math.min(rows - 1, row + 1)];
      const alongX = squared(
        row * columns + left,
        row * columns + right,
        ((right - left) * 2 * extent) / columns,
      );
      const alongY = squared(
        low * columns + column,
        high * columns + column,
        ((high - low) * 2 * extent) / rows,
      );
      stretch[row * columns + column] = Math.sqrt(alongX + alongY);
    }
  }
  return stretch;
}
