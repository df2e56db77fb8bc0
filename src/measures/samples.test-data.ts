import type { Points } from "./points.ts";

/** A small seeded generator of numbers in 0..1, for tests (Mulberry32). */
export function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A point set from a function of the flat index. */
export function points(rows: number, dims: number, value: (index: number) => number): Points {
  return { data: Float64Array.from({ length: rows * dims }, (_, index) => value(index)), rows, dims };
}

/** Standard normals (Box and Muller), centred at `mean`. */
export function normals(rows: number, dims: number, seed: number, mean = 0): Points {
  const next = uniforms(seed);
  return points(
    rows,
    dims,
    () => mean + Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}

/** Whole numbers from 0 to below `side`: many ties and duplicates, all distances exact. */
export function grid(rows: number, dims: number, seed: number, side: number): Points {
  const next = uniforms(seed);
  return points(rows, dims, () => Math.floor(next() * side));
}
