import type { Model } from "../execution/model.ts";
import { CallError } from "../protocol/calls.ts";
import type { PointCloud, Rectangle } from "../protocol/pictures.ts";
import { ROWS_AT_ONCE, throwIfCancelled } from "./render.ts";

/** The mean of points, a dimension each. */
function meanOf({ rows, dims, data }: PointCloud): Float64Array {
  const mean = new Float64Array(dims);
  data.forEach((value, i) => {
    mean[i % dims] = (mean[i % dims] ?? 0) + value / rows;
  });
  return mean;
}

/**
 * The samples [rows * columns, dims] at the centres of a grid's cells, the first row at y0. In more than two dimensions
 * the others are the real data's mean; in one, every row is the same.
 */
export function gridSamples(real: PointCloud, { x0, x1, y0, y1 }: Rectangle, columns: number, rows: number) {
  const { dims } = real;
  const mean = meanOf(real);
  const samples = new Float32Array(rows * columns * dims);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * dims;
      samples.set(mean, at);
      samples[at] = x0 + ((x1 - x0) * (column + 0.5)) / columns;
      if (dims > 1) samples[at + 1] = y0 + ((y1 - y0) * (row + 0.5)) / rows;
    }
  }
  return samples;
}

/** The discriminator's output for each of the samples [n, dims]. */
export async function scoresOf(
  discriminator: Model,
  samples: Float32Array,
  dims: number,
  signal: AbortSignal,
): Promise<Float32Array> {
  const wanted = (discriminator.inputs["sample"] ?? []).reduce((product, size) => product * size, 1);
  if (wanted !== dims) {
    throw new CallError(
      "input",
      `the discriminator takes samples of ${wanted} numbers, the data have ${dims}`,
    );
  }
  const rows = samples.length / dims;
  const scores = new Float32Array(rows);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    throwIfCancelled(signal);
    const count = Math.min(ROWS_AT_ONCE, rows - from);
    const { score } = await discriminator.run(count, {
      sample: samples.subarray(from * dims, (from + count) * dims),
    });
    if (score?.length !== count) throw new CallError("failed", "the discriminator has no output named score");
    scores.set(score, from);
  }
  return scores;
}
