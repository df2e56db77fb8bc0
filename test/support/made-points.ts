import { uniform } from "./uniform.ts";
import type { Points } from "../../src/measures/points.ts";

/** A point set from a function of the flat index. */
export function points(rows: number, dims: number, value: (index: number) => number): Points {
  return { data: Float64Array.from({ length: rows * dims }, (_, index) => value(index)), rows, dims };
}

/** Standard normals (Box and Muller), centred at `mean`. */
export function normals(rows: number, dims: number, seed: number, mean = 0): Points {
  const next = uniform(seed);
  return points(
    rows,
    dims,
    () => mean + Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}

/** Whole numbers from 0 to below `side`: many ties and duplicates, all distances exact. */
export function grid(rows: number, dims: number, seed: number, side: number): Points {
  const next = uniform(seed);
  return points(rows, dims, () => Math.floor(next() * side));
}
