import type { Model } from "../../execution/model.ts";
import { imagesOf } from "../../pictures/images.ts";
import { CallError } from "../../protocol/calls.ts";
import type { ImageStack } from "../../protocol/image-views.ts";
import type { Rows } from "../../protocol/viewer-calls.ts";
import { renderLatents } from "../render.ts";

/** Numbers of one answer together: 64 MiB of float32. */
const MOST_NUMBERS = 2 ** 24;

/**
 * The generator's images for latents [n, size], as float32 in -1 to 1 [n, height, width, channels]. Throws a CallError for a
 * generator of anything else, and for more images than one answer may hold.
 */
export async function renderImages(generator: Model, latents: Rows, signal: AbortSignal): Promise<Rows> {
  const shape = generator.outputShapes["sample"] ?? [];
  if (shape.length !== 3) throw new CallError("input", "this picture is for runs whose samples are images");
  const [rows = 0] = latents.shape;
  const most = Math.floor(MOST_NUMBERS / shape.reduce((product, size) => product * size, 1));
  if (rows > most)
    throw new CallError(
      "input",
      `${rows} images of ${shape.join(" x ")} are too many at once; at most ${most}`,
    );
  return renderLatents(generator, latents, signal);
}

/** Samples as images of 8 bits. */
export function toImages({ shape, data }: Rows): ImageStack {
  const images = imagesOf(shape, data);
  if (images === null) throw new CallError("input", `samples of ${shape.slice(1).join(" x ")} are no images`);
  return images;
}

/** Numbers of one image. */
export const sizeOf = ({ shape }: Rows): number =>
  shape.slice(1).reduce((product, size) => product * size, 1);

/**
 * The root mean square of the differences of two rows over the range from black (-1) to white (1): 0 for equal images,
 * 1 from black to white.
 */
export function imageDistance(samples: Rows, row: number, other: number): number {
  const size = sizeOf(samples);
  const { data } = samples;
  let square = 0;
  for (let i = 0; i < size; i++)
    square += ((data[row * size + i] ?? NaN) - (data[other * size + i] ?? NaN)) ** 2;
  return Math.sqrt(square / size) / 2;
}
