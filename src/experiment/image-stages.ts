/** Feature maps of one resolution. */
export interface Stage {
  /** Height and width. */
  readonly size: number;
  readonly channels: number;
}

/** Sizes of images that convolutional networks make, in pixels, and the size of the resolution next to their latents. */
const firstSizes: Readonly<Record<number, number>> = { 28: 7, 32: 4, 64: 4 };

/** Whether convolutional networks make samples of this shape: square, of 28, 32 or 64 pixels, of any channels. */
export const isStagedShape = ([height = 0, width, channels, ...others]: readonly number[]): boolean =>
  firstSizes[height] !== undefined && width === height && channels !== undefined && others.length === 0;

/** The widest resolution inside a network: the samples' own, or half of it. */
type Widest = "full" | "half";

/**
 * The resolutions inside a convolutional network from the latents' side on, where images of 28 pixels begin at 7x7, others
 * at 4x4: each doubles the size and halves the maps, so that the widest one has `channels` maps. Inside a DCGAN, whose
 * widest is half the samples' size, 28 pixels begin with 2 channels maps, 32 with 4 channels, 64 with 8 channels.
 * Throws RangeError for samples of other shapes; the check of an experiment refuses them earlier.
 */
export function stagesOf(
  sampleShape: readonly number[],
  channels: number,
  widest: Widest,
): readonly [Stage, ...Stage[]] {
  const [size = 0] = sampleShape;
  const start = firstSizes[size];
  if (start === undefined || !isStagedShape(sampleShape))
    throw new RangeError(`a convolutional network makes no samples of the shape [${sampleShape.join()}]`);
  const last = Math.log2(size / start) - (widest === "full" ? 0 : 1);
  const stage = (i: number): Stage => ({ size: start * 2 ** i, channels: channels * 2 ** (last - i) });
  return [stage(0), ...Array.from({ length: last }, (_, i) => stage(i + 1))];
}
