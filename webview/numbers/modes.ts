import type { ModeFacts, PointCloud } from "../../src/protocol/dashboard.ts";

/** Where each sample lies: its nearest mode (from 0) and how many of that mode's standard deviations away. */
export interface Placed {
  readonly mode: Uint16Array;
  readonly sigmas: Float32Array;
}

/** A sample counts as a mode's within this many standard deviations (docs/science.md, high quality). */
export const WITHIN = 3;

export function placeInModes(samples: PointCloud, modes: ModeFacts): Placed {
  const { rows, dims, data } = samples;
  const mode = new Uint16Array(rows);
  const sigmas = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let nearest = 0;
    let least = Infinity;
    for (let m = 0; m < modes.count; m++) {
      let square = 0;
      for (let d = 0; d < dims; d++) {
        square += ((data[row * dims + d] ?? NaN) - (modes.centers[m * dims + d] ?? NaN)) ** 2;
      }
      if (square < least) {
        least = square;
        nearest = m;
      }
    }
    mode[row] = nearest;
    sigmas[row] = Math.sqrt(least) / (modes.std[nearest] ?? NaN);
  }
  return { mode, sigmas };
}

/** Which share of all samples lies within 3 standard deviations of each mode. */
export function sharesWithin(placed: Placed, modes: number): Float64Array {
  const shares = new Float64Array(modes);
  placed.mode.forEach((mode, row) => {
    if ((placed.sigmas[row] ?? Infinity) < WITHIN)
      shares[mode] = (shares[mode] ?? 0) + 1 / placed.mode.length;
  });
  return shares;
}

/** The square part of the plane that a picture shows. */
export interface Extent {
  readonly centerX: number;
  readonly centerY: number;
  readonly half: number;
}

/** Room around real data, as a share of their half extent. */
const MARGIN = 0.38;

/** A square around points in two of their dimensions, with room for what misses them; a unit square of none. */
export function extentOf(samples: PointCloud, x: number, y: number): Extent {
  const { rows, dims, data } = samples;
  const bounds = (d: number): [number, number] => {
    let low = Infinity;
    let high = -Infinity;
    for (let row = 0; row < rows; row++) {
      const value = data[row * dims + d] ?? NaN;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return high >= low ? [low, high] : [-1, 1];
  };
  const [left, right] = bounds(x);
  const [bottom, top] = y < dims ? bounds(y) : [left, right];
  const half = (Math.max(right - left, top - bottom) / 2) * (1 + MARGIN);
  return { centerX: (left + right) / 2, centerY: (bottom + top) / 2, half: half > 0 ? half : 1 };
}

/** Whether some point lies within a square, in two of its dimensions. */
export function isInSight(
  { rows, dims, data }: PointCloud,
  [x, y]: readonly [number, number],
  { centerX, centerY, half }: Extent,
): boolean {
  for (let row = 0; row < rows; row++) {
    const away = Math.abs((data[row * dims + x] ?? NaN) - centerX);
    const above = y < dims ? Math.abs((data[row * dims + y] ?? NaN) - centerY) : 0;
    if (away <= half && above <= half) return true;
  }
  return false;
}

/** The row nearest to a place in two dimensions, and how far it is; -1 of no points. */
export function nearestRow(
  samples: PointCloud,
  [x, y]: readonly [number, number],
  at: { readonly x: number; readonly y: number },
): { readonly row: number; readonly distance: number } {
  const { rows, dims, data } = samples;
  let row = -1;
  let least = Infinity;
  for (let i = 0; i < rows; i++) {
    const square = ((data[i * dims + x] ?? NaN) - at.x) ** 2 + ((data[i * dims + y] ?? 0) - at.y) ** 2;
    if (square < least) {
      least = square;
      row = i;
    }
  }
  return { row, distance: Math.sqrt(least) };
}
