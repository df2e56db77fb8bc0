import type { Dataset } from "./dataset.ts";
import { mixtureLogDensity } from "./mixture-density.ts";
import type { Modes } from "./modes.ts";
import { synthetic } from "./synthetic.ts";

/** Two curves in the plane, each taken with probability 1/2, that carry Gaussian noise. */
export interface TwoCurves {
  /** The point at t (0 .. 1) of curve 0 or 1. */
  readonly at: (curve: 0 | 1, t: number, point: Float64Array) => void;
  /** The t of a uniform number, and the density of t that follows from it. */
  readonly position: (u: number) => number;
  readonly density: (t: number) => number;
  /** At least the length of one curve. */
  readonly length: number;
  readonly std: number;
}

/** Points on the curves a standard deviation, for the density; its error is then below 1e-3 nats near the curves. */
const POINTS_PER_STD = 8;
/** Noise so fine that more points than this are needed has no density here. */
const MAX_POINTS = 20_000;

/** The curves as a mixture of many Gaussians along them: the midpoint rule for the integral over t. */
function alongCurves({ at, density, length, std }: TwoCurves): Modes | null {
  const points = Math.ceil((POINTS_PER_STD * length) / std);
  if (2 * points > MAX_POINTS) return null;
  const count = 2 * points;
  const centers = new Float64Array(2 * count);
  const weights = new Float64Array(count);
  for (const curve of [0, 1] as const)
    for (let i = 0; i < points; i++) {
      const k = curve * points + i;
      const t = (i + 0.5) / points;
      at(curve, t, centers.subarray(2 * k, 2 * k + 2));
      weights[k] = density(t) / count;
    }
  return { count, centers, std: new Float64Array(count).fill(std), weights };
}

/** Noisy curves as a dataset without modes. */
export function twoCurves(curves: TwoCurves): Dataset {
  const { at, position, std } = curves;
  const density = alongCurves(curves);
  return synthetic({
    dims: 2,
    place(u, center) {
      const curve = u < 0.5 ? 0 : 1;
      at(curve, position(2 * u - curve), center);
      return std;
    },
    modes: null,
    logDensity: density === null ? null : mixtureLogDensity(density),
  });
}
