import { lerp, slerp } from "../data/latents.ts";
import type { PathKind, Rows } from "../protocol/viewer-calls.ts";

const paths = { lerp, slerp } as const satisfies Record<PathKind, typeof lerp>;

/** `count` positions from 0 to 1, evenly spaced, both ends included; count at least 2. */
export const positions = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => i / (count - 1));

/** Latents [t.length, size] on the path from a (t = 0) to b (t = 1), both [size]. */
export function latentsOnPath(a: Float32Array, b: Float32Array, t: readonly number[], kind: PathKind): Rows {
  const data = new Float32Array(t.length * a.length);
  t.forEach((at, row) => {
    // The ends are the probe latents themselves, to the bit.
    data.set(at === 0 ? a : at === 1 ? b : paths[kind](a, b, at), row * a.length);
  });
  return { shape: [t.length, a.length], data };
}

/** Euclidean distance between samples i and i + 1 over t[i + 1] - t[i]; one entry fewer than samples. */
export function speedAlong({ shape, data }: Rows, t: readonly number[]): number[] {
  const [rows = 0, ...rest] = shape;
  const dims = rest.reduce((product, size) => product * size, 1);
  return Array.from({ length: Math.max(0, rows - 1) }, (_, i) => {
    let square = 0;
    for (let d = 0; d < dims; d++)
      square += ((data[(i + 1) * dims + d] ?? 0) - (data[i * dims + d] ?? 0)) ** 2;
    return Math.sqrt(square) / ((t[i + 1] ?? 0) - (t[i] ?? 0));
  });
}
