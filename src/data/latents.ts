// Latent codes: what the generator starts from, and the paths between two of them.

import type { Experiment } from "../experiment/schema.ts";
import { fillNormal, fillUniform, type RandomAddress } from "./random.ts";

/** The size and distribution of latent codes. */
export type LatentSpace = Experiment["latent"];

/** Below this sine of the angle between two latents, slerp divides by almost nothing: the straight line serves. */
const PARALLEL = 1e-6;

/**
 * Writes values `from .. from + count` (single numbers, not rows; latents are row-major, `latent.size` a row) of
 * the sequence at `at` to the start of `out`: standard normal, or uniform on -1 .. 1.
 */
export function fillLatents(
  out: Float32Array,
  latent: LatentSpace,
  at: RandomAddress,
  from = 0,
  count = out.length,
): void {
  switch (latent.distribution) {
    case "normal":
      fillNormal(out, at, from, count);
      return;
    case "uniform":
      fillUniform(out, at, from, count);
      for (let i = 0; i < count; i++) out[i] = 2 * (out[i] ?? 0) - 1;
      return;
    default:
      latent.distribution satisfies never;
  }
}

/**
 * The fixed latents [count, latent.size] that every run renders. They depend on latent size and distribution
 * alone, so that samples compare latent by latent across runs and seeds; a larger set starts with the smaller one.
 */
export function probeLatents(latent: LatentSpace, count: number): Float32Array {
  const out = new Float32Array(count * latent.size);
  fillLatents(out, latent, { seed: 0, stream: "probeLatents", step: 0 });
  return out;
}

function checkSameSize(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length)
    throw new RangeError(`latents of ${a.length} and ${b.length} numbers have no path`);
}

/** The straight line from a (t = 0) to b (t = 1): (1 - t) a + t b. */
export function lerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  checkSameSize(a, b);
  return a.map((value, i) => (1 - t) * value + t * (b[i] ?? 0));
}

/**
 * The great-circle path from a (t = 0) to b (t = 1), which keeps the norms that normal latents have:
 * sin((1 - t) theta) / sin(theta) a + sin(t theta) / sin(theta) b, theta the angle between a and b.
 * Where theta is not defined or the circle is not unique (a zero vector; parallel or opposite ones) it is the
 * straight line. Source: White, "Sampling Generative Networks", 2016, arXiv 1609.04468, section 2.1.
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  checkSameSize(a, b);
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  a.forEach((x, i) => {
    const y = b[i] ?? 0;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  });
  const norms = Math.sqrt(squareA * squareB);
  if (norms === 0) return lerp(a, b, t);
  const theta = Math.acos(Math.min(1, Math.max(-1, product / norms)));
  const sine = Math.sin(theta);
  if (sine < PARALLEL) return lerp(a, b, t);
  const shareA = Math.sin((1 - t) * theta) / sine;
  const shareB = Math.sin(t * theta) / sine;
  return a.map((value, i) => shareA * value + shareB * (b[i] ?? 0));
}
