import { selectNth } from "./order-statistics.ts";
import type { Points } from "./points.ts";
import type { Sliced } from "./slices.ts";

/** Points of one block. */
export const BLOCK = 8;

/** Coordinates that are looked through in one slice. */
const NUMBERS_A_SLICE = 2 ** 17;

/** Squared distances are compared with their limit after so many dimensions: measured to be the best of 8, 16, 32, 64. */
const CHUNK = 16;

/**
 * Points in blocks of 8 that lie close together, each with its bounding box. Two blocks whose boxes are further
 * apart than anyone asks for need no distances at all, which in few dimensions leaves hardly any; what remains is
 * computed 2 by 4 points at a time, so that each coordinate that was read serves several distances.
 */
export interface BlockedPoints {
  readonly rows: number;
  readonly dims: number;
  readonly blocks: number;
  /** [blocks * 8]: the row of the point at each place; places from `rows` on are empty. */
  readonly order: Int32Array;
  /**
   * [blocks, dims, 8]: coordinates in the points' own precision (float32 holds half as much memory and the same
   * numbers); NaN at empty places, which are therefore close to nothing.
   */
  readonly coordinates: Float32Array | Float64Array;
  /** [blocks, dims]: the bounding boxes. */
  readonly low: Float32Array | Float64Array;
  readonly high: Float32Array | Float64Array;
}

/** Orders the points by halving along the widest dimension (a k-d tree's leaves) and packs them. */
export function* blockPoints(points: Points): Sliced<BlockedPoints> {
  const { data, rows, dims } = points;
  const order = yield* spatialOrder(points, Math.ceil(rows / BLOCK));
  const starts = order.map(row => row * dims);
  return { rows, order, ...(yield* packed({ data, dims, rows, starts, stride: 1 })) };
}

/**
 * Some rows of points, each once, as points of their own, of which the first is rows[0]. They stay in the order that they
 * have among all, so that nothing is sorted again.
 */
export function* blockSome(points: BlockedPoints, rows: Int32Array): Sliced<BlockedPoints> {
  const { dims, coordinates } = points;
  const numberOf = new Int32Array(points.rows).fill(-1);
  for (const [number, row] of rows.entries()) numberOf[row] = number;
  const order = new Int32Array(Math.ceil(rows.length / BLOCK) * BLOCK);
  const starts = new Int32Array(order.length);
  let at = 0;
  for (let place = 0; place < points.rows; place++) {
    const number = numberOf[points.order[place] ?? 0] ?? -1;
    if (number < 0) continue;
    order[at] = number;
    starts[at++] = (place - (place % BLOCK)) * dims + (place % BLOCK);
  }
  const source = { data: coordinates, dims, rows: rows.length, starts, stride: BLOCK };
  return { rows: rows.length, order, ...(yield* packed(source)) };
}

/** Where the coordinates of the point at each place lie: from starts[place] on, a stride apart. */
interface Places {
  readonly data: Points["data"];
  readonly dims: number;
  readonly rows: number;
  readonly starts: Int32Array;
  readonly stride: number;
}

function* packed({
  data,
  dims,
  rows,
  starts,
  stride,
}: Places): Sliced<Omit<BlockedPoints, "rows" | "order">> {
  const blocks = starts.length / BLOCK;
  const Numbers = data instanceof Float32Array ? Float32Array : Float64Array;
  const coordinates = new Numbers(blocks * dims * BLOCK).fill(NaN);
  const low = new Numbers(blocks * dims).fill(Infinity);
  const high = new Numbers(blocks * dims).fill(-Infinity);
  const pack = (block: number): void => {
    const end = Math.min((block + 1) * BLOCK, rows);
    for (let place = block * BLOCK; place < end; place++) {
      const start = starts[place] ?? 0;
      for (let d = 0; d < dims; d++) {
        const value = data[start + d * stride] ?? NaN;
        const box = block * dims + d;
        coordinates[box * BLOCK + (place % BLOCK)] = value;
        if (value < (low[box] ?? 0)) low[box] = value;
        if (value > (high[box] ?? 0)) high[box] = value;
      }
    }
  };
  const slice = Math.max(1, Math.floor(NUMBERS_A_SLICE / (BLOCK * dims)));
  for (let block = 0; block < blocks; block++) {
    pack(block);
    if (block % slice === slice - 1) yield;
  }
  return { dims, blocks, coordinates, low, high };
}

function* spatialOrder({ data, rows, dims }: Points, blocks: number): Sliced<Int32Array> {
  const order = new Int32Array(blocks * BLOCK);
  for (let i = 0; i < rows; i++) order[i] = i;
  const keys = new Float64Array(rows);
  const rowsASlice = Math.max(1, Math.floor(NUMBERS_A_SLICE / dims));
  const least = new Float64Array(dims);
  const most = new Float64Array(dims);
  function* split(from: number, to: number): Sliced<void> {
    if (to - from <= BLOCK) return;
    least.fill(Infinity);
    most.fill(-Infinity);
    for (let place = from; place < to; place++) {
      const row = (order[place] ?? 0) * dims;
      for (let d = 0; d < dims; d++) {
        const value = data[row + d] ?? 0;
        if (value < (least[d] ?? 0)) least[d] = value;
        if (value > (most[d] ?? 0)) most[d] = value;
      }
      if ((place - from) % rowsASlice === rowsASlice - 1) yield;
    }
    let widest = 0;
    let width = 0;
    for (let d = 0; d < dims; d++) {
      const wide = (most[d] ?? 0) - (least[d] ?? 0);
      if (wide > width) {
        width = wide;
        widest = d;
      }
    }
    if (width === 0) return;
    for (let place = from; place < to; place++) keys[place] = data[(order[place] ?? 0) * dims + widest] ?? 0;
    const middle = from + Math.ceil((to - from) / (2 * BLOCK)) * BLOCK;
    selectNth(keys, middle, from, to, order);
    yield* split(from, middle);
    yield* split(middle, to);
  }
  yield* split(0, rows);
  return order;
}

/**
 * A lower bound of the squared distance between any point of block a and any of block b, never above what
 * `closePairs` computes, because rounding keeps the order of what it rounds. At least `limit` where it says so.
 */
export function boxDistance(A: BlockedPoints, a: number, B: BlockedPoints, b: number, limit: number): number {
  const { dims } = A;
  let sum = 0;
  let i = a * dims;
  let j = b * dims;
  for (const end = i + dims; i < end && sum <= limit; i++, j++) {
    const gap = Math.max((A.low[i] ?? 0) - (B.high[j] ?? 0), (B.low[j] ?? 0) - (A.high[i] ?? 0), 0);
    sum += gap * gap;
  }
  return sum;
}

/** The largest of a block's values, one a place. */
export function blockMaximum(values: Float64Array, block: number): number {
  let most = -Infinity;
  for (let place = block * BLOCK; place < (block + 1) * BLOCK; place++)
    most = Math.max(most, values[place] ?? 0);
  return most;
}

/** The pairs that `closePairs` found: places within block a and block b, squared distances. */
export class ClosePairs {
  count = 0;
  readonly a = new Int32Array(BLOCK * BLOCK);
  readonly b = new Int32Array(BLOCK * BLOCK);
  readonly squared = new Float64Array(BLOCK * BLOCK);

  add(a: number, b: number, squared: number): void {
    this.a[this.count] = a;
    this.b[this.count] = b;
    this.squared[this.count] = squared;
    this.count++;
  }
}

/**
 * Finds every pair of a point of block a and a point of block b whose squared distance is at most the limit of
 * either point; `limitA` and `limitB` hold a limit for each place of A and B. Distances are exact float64 sums of
 * squared differences in the order of the dimensions, the same to the last bit as a plain loop's: as fast here as a
 * matrix product of the same blocking, and nothing cancels.
 */
export function closePairs(
  A: BlockedPoints,
  a: number,
  limitA: Float64Array,
  B: BlockedPoints,
  b: number,
  limitB: Float64Array,
  found: ClosePairs,
): void {
  const x = A.coordinates;
  const y = B.coordinates;
  const size = A.dims * BLOCK;
  const step = CHUNK * BLOCK;
  found.count = 0;
  for (let m = 0; m < BLOCK; m += 2) {
    const a0 = limitA[a * BLOCK + m] ?? 0;
    const a1 = limitA[a * BLOCK + m + 1] ?? 0;
    for (let n = 0; n < BLOCK; n += 4) {
      const b0 = limitB[b * BLOCK + n] ?? 0;
      const b1 = limitB[b * BLOCK + n + 1] ?? 0;
      const b2 = limitB[b * BLOCK + n + 2] ?? 0;
      const b3 = limitB[b * BLOCK + n + 3] ?? 0;
      const limit = Math.max(a0, a1, b0, b1, b2, b3);
      let i = a * size + m;
      let j = b * size + n;
      const end = i + size;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      let near = true;
      while (near && i < end) {
        for (const stop = Math.min(i + step, end); i < stop; i += BLOCK, j += BLOCK) {
          const x0 = x[i] ?? 0;
          const x1 = x[i + 1] ?? 0;
          const y0 = y[j] ?? 0;
          const y1 = y[j + 1] ?? 0;
          const y2 = y[j + 2] ?? 0;
          const y3 = y[j + 3] ?? 0;
          let t = x0 - y0;
          s00 += t * t;
          t = x0 - y1;
          s01 += t * t;
          t = x0 - y2;
          s02 += t * t;
          t = x0 - y3;
          s03 += t * t;
          t = x1 - y0;
          s10 += t * t;
          t = x1 - y1;
          s11 += t * t;
          t = x1 - y2;
          s12 += t * t;
          t = x1 - y3;
          s13 += t * t;
        }
        near =
          s00 <= limit ||
          s01 <= limit ||
          s02 <= limit ||
          s03 <= limit ||
          s10 <= limit ||
          s11 <= limit ||
          s12 <= limit ||
          s13 <= limit;
      }
      if (!near) continue;
      if (s00 <= a0 || s00 <= b0) found.add(m, n, s00);
      if (s01 <= a0 || s01 <= b1) found.add(m, n + 1, s01);
      if (s02 <= a0 || s02 <= b2) found.add(m, n + 2, s02);
      if (s03 <= a0 || s03 <= b3) found.add(m, n + 3, s03);
      if (s10 <= a1 || s10 <= b0) found.add(m + 1, n, s10);
      if (s11 <= a1 || s11 <= b1) found.add(m + 1, n + 1, s11);
      if (s12 <= a1 || s12 <= b2) found.add(m + 1, n + 2, s12);
      if (s13 <= a1 || s13 <= b3) found.add(m + 1, n + 3, s13);
    }
  }
}
