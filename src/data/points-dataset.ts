// Points that came from a file: split, normalised, drawn without replacement.

import type { Dataset, Normalization } from "./dataset.ts";
import { epochs, splitRows } from "./epochs.ts";
import type { Examples } from "./examples.ts";
import { classShares } from "./image-table.ts";
import type { Reading } from "./reading.ts";

/** Points in row-major order, [rows, dims]; finite, and within float32's range. */
export interface PointTable {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly dims: number;
}

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

/** Digits of a column's deviation that float32 must keep, as a share of it. */
const COARSE = 1e-3;

/** Tells of points so far from the origin that float32, which networks compute in, loses their differences. */
function coarseNotice({ mean, scale }: Normalization): string[] {
  const isCoarse = mean.some((center, d) => Math.abs(center) * 2 ** -24 > COARSE * (scale[d] ?? 1));
  return isCoarse
    ? [
        `the points lie so far from the origin, for how little they differ, that networks cannot tell them apart well and measures of them are rough: set "normalize" to true`,
      ]
    : [];
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

/** The class of each row, and what the classes are called. */
export interface PointClasses {
  /** [rows] */
  readonly of: Uint16Array;
  readonly names: readonly string[];
}

/** A dataset of the points. A fifth is held out; the rest is drawn without replacement. */
export function pointsDataset(
  table: PointTable,
  normalize: boolean,
  reading: Reading | null = null,
  classes: PointClasses | null = null,
): Dataset {
  const { rows, dims } = table;
  const split = splitRows(rows);
  const normalization = normalize ? columnStatistics(table, split.training) : null;
  const training = chosenRows(table, split.training, normalization);
  const heldOut = chosenRows(table, split.heldOut, null);
  const center = normalization && { ...normalization, scale: normalization.scale.map(() => 1) };
  const centred = chosenRows(table, split.heldOut, center);
  const examples = (): Examples | null => {
    if (classes === null) return null;
    const labelOf = (rows: Uint32Array) => (i: number) => classes.of[rows[i] ?? -1] ?? -1;
    return {
      count: split.training.length,
      fill: (i, out, offset) => {
        out.set(chosenRows(table, split.training.subarray(i, i + 1), center), offset);
      },
      labelOf: labelOf(split.training),
      heldOutLabelOf: labelOf(split.heldOut),
    };
  };
  const draw = epochs(split.training.length);
  return {
    sampleShape: [dims],
    modes: null,
    classes: classes && {
      count: classes.names.length,
      weights: classShares({ of: classes.of, classes: classes.names.length }),
      nameOf: label => classes.names[label] ?? "",
      classifier: "examples",
    },
    examples: examples(),
    images: null,
    normalization,
    batch(seed, step, count, out, offset) {
      draw(seed, step * count, count, (place, i) => {
        const from = place * dims;
        const to = offset + i * dims;
        for (let d = 0; d < dims; d++) out[to + d] = training[from + d] ?? 0;
      });
    },
    heldOut: n => heldOut.slice(0, n * dims),
    heldOutCentred: n => centred.slice(0, n * dims),
    logDensity: null,
    reading,
    notices: normalize ? [] : coarseNotice(columnStatistics(table, split.training)),
  };
}
