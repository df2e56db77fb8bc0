import type { Dataset } from "../dataset.ts";
import { equalModes, mixture } from "../mixture.ts";
import type { DataOf } from "./data-of.ts";

/** side x side equal Gaussians on a square grid centred on the origin, y fastest. */
export function grid({ side, spacing, std }: DataOf<"grid">): Dataset {
  const count = side * side;
  const centers = new Float64Array(2 * count);
  const place = (i: number) => (i - (side - 1) / 2) * spacing;
  for (let k = 0; k < count; k++) {
    const row = k % side;
    centers[2 * k] = place((k - row) / side);
    centers[2 * k + 1] = place(row);
  }
  return mixture(equalModes(centers, count, std));
}
