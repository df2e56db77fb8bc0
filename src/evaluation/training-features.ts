import type { Dataset } from "../data/dataset.ts";
import { toUnits } from "../data/real-images.ts";
import type { Points } from "../measures/points.ts";
import type { Between } from "./between.ts";
import type { FeatureSpace } from "./feature-space.ts";

/** Training pictures among which copies are looked for: so many times the evaluated samples, and no more than these. */
const TIMES_THE_SAMPLES = 4;
const MOST_PICTURES = 10_000;
/** Numbers of all their features: 128 MiB. */
const MOST_NUMBERS = 2 ** 25;
/** Pictures turned into features at a time. */
const AT_ONCE = 256;

/**
 * The features of training pictures, evenly taken from all of them. Null where there is no fixed set of them: for
 * points, and where samples are composed of several pictures.
 */
export async function trainingFeatures(
  { images, sampleShape }: Dataset,
  space: FeatureSpace,
  samples: number,
  between: Between,
): Promise<Points | null> {
  if (images?.training.shape.join() !== sampleShape.join()) return null;
  const { count, read } = images.training;
  const rows = Math.min(
    count,
    TIMES_THE_SAMPLES * samples,
    MOST_PICTURES,
    Math.floor(MOST_NUMBERS / space.size),
  );
  if (rows === 0) return null;
  const size = sampleShape.reduce((product, length) => product * length, 1);
  const data = new Float32Array(rows * space.size);
  for (let from = 0; from < rows; from += AT_ONCE) {
    const some = Math.min(AT_ONCE, rows - from);
    const pictures = new Float32Array(some * size);
    for (let i = 0; i < some; i++)
      toUnits(read(Math.floor(((from + i) * count) / rows), 1), pictures, i * size);
    data.set(await space.features(pictures, some, between), from * space.size);
    await between();
  }
  return { data, rows, dims: space.size };
}
