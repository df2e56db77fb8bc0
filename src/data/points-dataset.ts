// Points that came from a file: split, normalised, drawn without replacement.

import type { Dataset, Normalization } from "./dataset.ts";
import { permutation } from "./permutation.ts";

/** Points in row-major order, [rows, dims]; finite, and within float32's range. */
export interface PointTable {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly dims: number;
}

/** Share of the rows that is never trained on, rounded down. */
const HELD_OUT = 0.2;

/** Mean and population standard deviation of each column over the chosen rows, in float64, in two passes. */
function columnStatistics({ data, dims }: PointTable, rows: Uint32Array): Normalization {
  const mean = new Array<number>(dims).fill(0);
  const scale = new Array<number>(dims).fill(1);
  for (let d = 0; d < dims; d++) {
    let sum = 0;
    let lowest = Infinity;
    let highest = -Infinity;
    for (const row of rows) {
      const value = data[row * dims + d] ?? 0;
      sum += value;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    const center = sum / rows.length;
    let squares = 0;
    for (const row of rows) squares += ((data[row * dims + d] ?? 0) - center) ** 2;
    // Rounding gives a constant column a tiny deviation, which must not be blown up to 1.
    const deviation = lowest === highest ? 0 : Math.sqrt(squares / rows.length);
    mean[d] = lowest === highest ? lowest : center;
    scale[d] = deviation > 0 ? deviation : 1;
  }
  return { mean, scale };
}

/** The chosen rows as float32, normalised where a normalisation is given. */
function chosenRows(table: PointTable, rows: Uint32Array, normalization: Normalization | null): Float32Array {
  const { data, dims } = table;
  const out = new Float32Array(rows.length * dims);
  let to = 0;
  for (const row of rows)
    for (let d = 0; d < dims; d++) {
      const value = data[row * dims + d] ?? 0;
      out[to++] =
        normalization === null
          ? value
          : (value - (normalization.mean[d] ?? 0)) / (normalization.scale[d] ?? 1);
    }
  return out;
}

/**
 * A dataset of the points. A fifth is held out by a fixed permutation. The rest is drawn without replacement:
 * the n-th sample of a run is at place n modulo the training rows in the permutation of (seed, epoch), so that a
 * batch may reach over the end of an epoch.
 */
export function pointsDataset(table: PointTable, normalize: boolean): Dataset {
  const { rows, dims } = table;
  const split = permutation(rows, { seed: 0, stream: "split", step: 0 });
  const held = Math.floor(rows * HELD_OUT);
  const trainingRows = split.slice(held);
  const normalization = normalize ? columnStatistics(table, trainingRows) : null;
  const training = chosenRows(table, trainingRows, normalization);
  const heldOut = chosenRows(table, split.slice(0, held), null);
  const size = trainingRows.length;

  let current: { readonly seed: number; readonly epoch: number; readonly order: Uint32Array } | undefined;
  const orderOf = (seed: number, epoch: number) => {
    if (current?.seed !== seed || current.epoch !== epoch)
      current = { seed, epoch, order: permutation(size, { seed, stream: "data", step: epoch }) };
    return current.order;
  };

  return {
    sampleShape: [dims],
    modes: null,
    normalization,
    batch(seed, draw, count, out, offset) {
      const first = draw * count;
      for (let i = 0; i < count; i++) {
        const place = (first + i) % size;
        const order = orderOf(seed, (first + i - place) / size);
        const from = (order[place] ?? 0) * dims;
        const to = offset + i * dims;
        for (let d = 0; d < dims; d++) out[to + d] = training[from + d] ?? 0;
      }
    },
    heldOut: n => heldOut.slice(0, n * dims),
    logDensity: null,
  };
}
