import { twoCurves } from "../curve.ts";
import type { Dataset } from "../dataset.ts";
import { turn } from "../turn.ts";
import type { DataOf } from "./data-of.ts";

/**
 * Two Archimedean arms from the origin, the second turned by half a turn: radius t at the angle of `turns` t turns.
 * t is the square root of a uniform number, which spreads samples almost evenly along the arms.
 */
export function spiral({ turns, radius, std }: DataOf<"spiral">): Dataset {
  return twoCurves({
    at(arm, t, point) {
      const { cos, sin } = turn(turns * t + arm / 2);
      point[0] = radius * t * cos;
      point[1] = radius * t * sin;
    },
    position: u => Math.sqrt(u),
    density: t => 2 * t,
    length: radius * (1 + 2 * Math.PI * turns),
    std,
  });
}
