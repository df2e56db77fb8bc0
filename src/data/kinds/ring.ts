import type { Dataset } from "../dataset.ts";
import { equalModes, mixture } from "../mixture.ts";
import { turn } from "../turn.ts";
import type { DataOf } from "./data-of.ts";

/** Centres [modes, 2] at equal angles on a circle around the origin, the first on the positive x axis. */
export function ringCenters(modes: number, radius: number): Float64Array {
  const centers = new Float64Array(2 * modes);
  for (let k = 0; k < modes; k++) {
    const { cos, sin } = turn(k / modes);
    centers[2 * k] = radius * cos;
    centers[2 * k + 1] = radius * sin;
  }
  return centers;
}

/** Equal Gaussians on a circle in the plane. */
export function ring({ modes, radius, std }: DataOf<"ring">): Dataset {
  return mixture(equalModes(ringCenters(modes, radius), modes, std));
}
