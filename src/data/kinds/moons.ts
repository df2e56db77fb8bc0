import { twoCurves } from "../curve.ts";
import type { Dataset } from "../dataset.ts";
import { turn } from "../turn.ts";
import type { DataOf } from "./data-of.ts";

/**
 * Two half circles of radius 1: the upper one around the origin, the lower one around (1, 1/2), as in
 * scikit-learn's make_moons, with places along them uniform.
 */
export function moons({ std }: DataOf<"moons">): Dataset {
  return twoCurves({
    at(moon, t, point) {
      const { cos, sin } = turn(t / 2);
      point[0] = moon === 0 ? cos : 1 - cos;
      point[1] = moon === 0 ? sin : 0.5 - sin;
    },
    position: u => u,
    density: () => 1,
    length: Math.PI,
    std,
  });
}
