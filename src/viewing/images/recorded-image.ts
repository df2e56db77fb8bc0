import { imagesOf } from "../../pictures/images.ts";
import type { ImageStack } from "../../protocol/image-views.ts";
import type { RunAtStep } from "../../protocol/viewer-calls.ts";
import { loadSamples } from "../../runs/samples.ts";

/** A probe latent's image as the run recorded it at this very step; null where it did not, or where it cannot be read. */
export async function recordedImage({ run, step }: RunAtStep, probe: number): Promise<ImageStack | null> {
  try {
    const { shape, data } = await loadSamples(run, step);
    const [count = 0, ...one] = shape;
    const size = data.length / count;
    const values = Float32Array.from(data.subarray(probe * size, (probe + 1) * size), Number);
    return probe < count ? imagesOf([1, ...one], values) : null;
  } catch {
    return null;
  }
}
