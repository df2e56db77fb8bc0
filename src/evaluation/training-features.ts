import type { Dataset } from "../data/dataset.ts";
import type { Examples } from "../data/examples.ts";
import { toUnits } from "../data/real-images.ts";
import type { Points } from "../measures/points.ts";
import type { Between } from "./between.ts";
import type { FeatureSpace } from "./feature-space.ts";

/** Training samples among which copies, and the nearest of a class, are looked for: so many times the evaluated samples, and no more than these. */
const TIMES_THE_SAMPLES = 4;
const MOST_EXAMPLES = 10_000;
/** Numbers of all their features: 128 MiB. */
const MOST_NUMBERS = 2 ** 25;
/** Samples turned into features at a time. */
const AT_ONCE = 256;

export interface TrainingFeatures extends Points {
  /** [rows] The class of each, where samples have labels. */
  readonly labels: Int32Array | null;
}

type Source = Pick<Examples, "count" | "fill"> & Partial<Pick<Examples, "labelOf">>;

function sourceOf({ images, examples, sampleShape }: Dataset): Source | null {
  if (examples !== null) return examples;
  if (images?.training.shape.join() !== sampleShape.join()) return null;
  const { count, read } = images.training;
  return {
    count,
    fill: (i, out, offset) => {
      toUnits(read(i, 1), out, offset);
    },
  };
}

/**
 * The features of training samples, evenly taken from all of them. Null where there is no fixed set of them: for
 * points without labels, and where samples are composed of several pictures.
 */
export async function trainingFeatures(
  dataset: Dataset,
  space: FeatureSpace,
  samples: number,
  between: Between,
): Promise<TrainingFeatures | null> {
  const source = sourceOf(dataset);
  if (source === null) return null;
  const { count, fill, labelOf } = source;
  const { sampleShape } = dataset;
  const rows = Math.min(
    count,
    TIMES_THE_SAMPLES * samples,
    MOST_EXAMPLES,
    Math.floor(MOST_NUMBERS / space.size),
  );
  if (rows === 0) return null;
  const size = sampleShape.reduce((product, length) => product * length, 1);
  const placeOf = (row: number) => Math.floor((row * count) / rows);
  const data = new Float32Array(rows * space.size);
  for (let from = 0; from < rows; from += AT_ONCE) {
    const some = Math.min(AT_ONCE, rows - from);
    const examples = new Float32Array(some * size);
    for (let i = 0; i < some; i++) fill(placeOf(from + i), examples, i * size);
    data.set(await space.features(examples, some, between), from * space.size);
    await between();
  }
  const labels =
    labelOf === undefined ? null : Int32Array.from({ length: rows }, (_, i) => labelOf(placeOf(i)));
  return { data, rows, dims: space.size, labels };
}
