import type { Model } from "../../execution/model.ts";
import type { ImageCalls } from "../../protocol/image-calls.ts";
import type { ImagePath } from "../../protocol/image-views.ts";
import { latentsOnPath, positions } from "../interpolation.ts";
import type { Classify } from "../run-classes.ts";
import { imageDistance, renderImages, toImages } from "./image-samples.ts";

/** The way from one latent to another, image by image. */
export async function drawImagePath(
  { from, to, count, path }: ImageCalls["latent/imagePath"]["params"],
  {
    a,
    b,
    step,
    generator,
    classify,
  }: {
    readonly a: Float32Array;
    readonly b: Float32Array;
    readonly step: number;
    readonly generator: Model;
    readonly classify: Classify;
  },
  signal: AbortSignal,
): Promise<ImagePath> {
  const t = positions(count);
  const latents = latentsOnPath(a, b, t, path);
  const samples = await renderImages(generator, latents, signal);
  return {
    step,
    from,
    to,
    path,
    t: Float64Array.from(t),
    latents: latents.data,
    images: toImages(samples),
    distances: Float32Array.from({ length: count - 1 }, (_, i) => imageDistance(samples, i, i + 1)),
    classes: await classify(samples, signal),
  };
}
