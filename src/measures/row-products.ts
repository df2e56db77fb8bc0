import type { Sliced } from "./slices.ts";

/** Columns of one pass: 2,048 rows of 64 float64 columns are 1 MiB, about a core's own cache. */
const PASS = 64;

/** Which products are wanted, and which of a row's leading columns are known to be 0. */
export interface ProductShape {
  /** Only products with a row of b that is not after the row of a (rounded up to a tile). */
  readonly lowerOnly: boolean;
  /** Row i of a, or row j of b, has zeros before column i or j. */
  readonly zerosBefore: "row of a" | "row of b" | "nothing";
}

/**
 * out[i, j] += sum over k of a[i, k] b[j, k]: the product of a and the transpose of b, two rows of a by four rows of
 * b at a time, so that each number that was read serves several products; a pass takes 64 columns, so that b stays in the cache.
 * `a`, `b` [rows, columns], `out` [rows, rows]; rows a multiple of 4.
 */
export function* addRowProducts(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  rows: number,
  columns: number,
  { lowerOnly, zerosBefore }: ProductShape,
): Sliced<void> {
  for (let first = 0; first < columns; first += PASS) {
    const end = Math.min(first + PASS, columns);
    for (let i = 0; i < rows; i += 2) {
      if (zerosBefore === "row of a" && i >= end) break;
      const last = lowerOnly ? i + 2 : rows;
      for (let j = 0; j < last; j += 4) {
        if (zerosBefore === "row of b" && j >= end) break;
        addTile(a, i * columns, b, j * columns, columns, first, end, out, i * rows + j, rows);
      }
      if (i % 32 === 30) yield;
    }
  }
}

function addTile(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  stride: number,
  first: number,
  end: number,
  out: Float64Array,
  at: number,
  rows: number,
): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let k = first; k < end; k++) {
    const x0 = a[atA + k] ?? 0;
    const x1 = a[atA + stride + k] ?? 0;
    const y0 = b[atB + k] ?? 0;
    const y1 = b[atB + stride + k] ?? 0;
    const y2 = b[atB + 2 * stride + k] ?? 0;
    const y3 = b[atB + 3 * stride + k] ?? 0;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
  }
  out[at] = (out[at] ?? 0) + s00;
  out[at + 1] = (out[at + 1] ?? 0) + s01;
  out[at + 2] = (out[at + 2] ?? 0) + s02;
  out[at + 3] = (out[at + 3] ?? 0) + s03;
  out[at + rows] = (out[at + rows] ?? 0) + s10;
  out[at + rows + 1] = (out[at + rows + 1] ?? 0) + s11;
  out[at + rows + 2] = (out[at + rows + 2] ?? 0) + s12;
  out[at + rows + 3] = (out[at + rows + 3] ?? 0) + s13;
}
