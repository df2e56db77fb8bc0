import { fillNormal } from "../../data/random.ts";
import type { Model } from "../../execution/model.ts";
import type { ImageCalls } from "../../protocol/image-calls.ts";
import type { Neighbourhood } from "../../protocol/image-views.ts";
import { imageDistance, renderImages, toImages } from "./image-samples.ts";

/**
 * A latent and `count` others around it, z + noise * eps: [1 + count, size]. The directions eps depend on the probe alone, so
 * that neighbours of one step compare with those of another.
 */
export function latentsAround(
  latent: Float32Array,
  probe: number,
  noise: number,
  count: number,
): Float32Array {
  const latents = new Float32Array((1 + count) * latent.length);
  const directions = new Float32Array(count * latent.length);
  fillNormal(directions, { seed: 0, stream: "userLatents", step: 1 + probe });
  latents.set(latent);
  directions.forEach((eps, i) => {
    latents[latent.length + i] = (latent[i % latent.length] ?? 0) + noise * eps;
  });
  return latents;
}

/** What the generator gives for a probe latent and for others near it. */
export async function drawNeighbourhood(
  { probe, noise, count }: ImageCalls["latent/neighbours"]["params"],
  {
    latent,
    step,
    generator,
  }: {
    readonly latent: Float32Array;
    readonly step: number;
    readonly generator: Model;
  },
  signal: AbortSignal,
): Promise<Neighbourhood> {
  const latents = {
    shape: [1 + count, latent.length],
    data: latentsAround(latent, probe, noise, count),
  };
  const samples = await renderImages(generator, latents, signal);
  return {
    step,
    probe,
    noise,
    images: toImages(samples),
    distances: Float32Array.from({ length: count }, (_, i) => imageDistance(samples, 0, 1 + i)),
  };
}
