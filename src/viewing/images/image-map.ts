import type { Model } from "../../execution/model.ts";
import type { ImageCalls } from "../../protocol/image-calls.ts";
import type { ImageMap } from "../../protocol/image-views.ts";
import { planeLatents, stretchOf } from "../latent-plane.ts";
import type { Classify } from "../run-classes.ts";
import { renderImages, sizeOf, toImages } from "./image-samples.ts";
import { placeIn, type ProbePlane } from "./probe-plane.ts";

/** The generator over a plane of its latent space, image by image. */
export async function drawImageMap(
  { columns, rows, images }: ImageCalls["latent/imageMap"]["params"],
  {
    plane,
    probes,
    step,
    generator,
    classify,
  }: {
    readonly plane: ProbePlane;
    readonly probes: readonly Float32Array[];
    readonly step: number;
    readonly generator: Model;
    readonly classify: Classify;
  },
  signal: AbortSignal,
): Promise<ImageMap> {
  const size = plane.axisX.length;
  const latents = { shape: [columns * rows, size], data: planeLatents(plane, columns, rows) };
  const samples = await renderImages(generator, latents, signal);
  const dims = sizeOf(samples);
  // From the norm of a difference over -1 to 1 to a root mean square from black to white.
  const toDistance = 1 / (2 * Math.sqrt(dims));
  const stretch = stretchOf({ columns, rows, dims, data: samples.data }, plane.extent);
  return {
    step,
    columns,
    rows,
    ...plane,
    probes: Float32Array.from(probes.flatMap(probe => placeIn(plane, probe))),
    images: images ? toImages(samples) : null,
    stretch: stretch.map(value => value * toDistance),
    classes: await classify(samples, signal),
  };
}
