import { FormatError } from "../formats/format-error.ts";
import { CallError } from "../protocol/calls.ts";
import type { ImageStack } from "../protocol/image-views.ts";
import type { PointCloud } from "../protocol/pictures.ts";
import { imagesOf } from "../pictures/images.ts";
import { loadSamples } from "../runs/samples.ts";

/** The largest samples that are shown: 64 MiB of float32. */
const MOST_NUMBERS = 2 ** 24;

/** The newest of some ascending steps at or before `step`. Throws a CallError when there is none. */
export function stepBefore(steps: readonly number[], step: number): number {
  const found = steps.findLast(one => one <= step);
  if (found !== undefined) return found;
  throw new CallError(
    "input",
    steps.length === 0 ? "there are no samples yet" : `there are no samples before step ${step}`,
  );
}

/** The recorded outputs of the probe latents. Rejects with a CallError when the file cannot be read. */
export async function recordedSamples(folder: string, step: number): Promise<PointCloud> {
  const { shape, data } = await recorded(folder, step);
  const [rows = 0] = shape;
  return { rows, dims: Math.max(1, data.length / Math.max(1, rows)), data };
}

/** The same of a run whose samples are images, as pictures. */
export async function recordedImages(folder: string, step: number): Promise<ImageStack> {
  const { shape, data } = await recorded(folder, step);
  const images = imagesOf(shape, data);
  if (images === null)
    throw new CallError(
      "input",
      `the samples of step ${step} are no images: their shape is ${shape.join(" x ")}`,
    );
  return images;
}

async function recorded(
  folder: string,
  step: number,
): Promise<{ shape: readonly number[]; data: Float32Array }> {
  try {
    const { shape, data } = await loadSamples(folder, step);
    if (data.length > MOST_NUMBERS)
      throw new CallError("input", `the samples of step ${step} are too many to show`);
    return { shape, data: Float32Array.from(data) };
  } catch (error) {
    if (error instanceof CallError) throw error;
    const reason = error instanceof FormatError ? error.message : "the file cannot be read";
    throw new CallError("input", `the samples of step ${step} cannot be shown: ${reason}`);
  }
}
