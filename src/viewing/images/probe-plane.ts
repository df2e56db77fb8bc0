import type { LatentSpace } from "../../data/latents.ts";
import { dot, latentPlane, orthonormal, orthonormalTo } from "../latent-plane.ts";

/** A plane through three latents, and how far a map of it reaches from `origin`. */
export interface ProbePlane {
  /** [latent size]: where the plane comes nearest to the latent space's middle. */
  readonly origin: Float32Array;
  /** [latent size] each, of length 1, at right angles. */
  readonly axisX: Float32Array;
  /** Zero where the latent has one dimension. */
  readonly axisY: Float32Array;
  readonly extent: number;
}

/** A map reaches this much beyond the farthest of its three latents. */
const MARGIN = 1.3;

const difference = (a: Float32Array, b: Float32Array) => a.map((value, i) => value - (b[i] ?? 0));

/**
 * The plane through three latents, the first axis from a to b; the latent space itself where it has at most two
 * dimensions. Latents that span no plane (equal ones, three on a line) are given another direction.
 */
export function probePlane(
  space: LatentSpace,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
): ProbePlane {
  if (space.size <= 2) return { ...latentPlane(space, a, b), origin: new Float32Array(space.size) };
  const axisX = orthonormal(difference(b, a), []) ?? orthonormalTo(space.size, []);
  const axisY = orthonormal(difference(c, a), [axisX]) ?? orthonormalTo(space.size, [axisX]);
  const [alongX, alongY] = [dot(a, axisX), dot(a, axisY)];
  const origin = a.map((value, i) => value - alongX * (axisX[i] ?? 0) - alongY * (axisY[i] ?? 0));
  const farthest = [a, b, c].map(latent => {
    const [x, y] = placeIn({ origin, axisX, axisY }, latent);
    return Math.hypot(x, y);
  });
  // Latents at the middle itself have no extent of their own.
  return { origin, axisX, axisY, extent: MARGIN * (Math.max(...farthest) || Math.sqrt(space.size)) };
}

/** Where a latent, or its shadow, lies along the two axes. */
export function placeIn(
  { origin, axisX, axisY }: Omit<ProbePlane, "extent">,
  latent: Float32Array,
): [number, number] {
  const away = difference(latent, origin);
  return [dot(away, axisX), dot(away, axisY)];
}
