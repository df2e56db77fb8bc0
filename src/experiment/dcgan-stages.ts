/** Feature maps of one resolution. */
export interface Stage {
  /** Height and width. */
  readonly size: number;
  readonly channels: number;
}

/** Sizes of images that a DCGAN makes, in pixels, and the size of the resolution next to its latents. */
const firstSizes: Readonly<Record<number, number>> = { 28: 7, 32: 4, 64: 4 };

/** Whether a DCGAN makes samples of this shape: square, of 28, 32 or 64 pixels, of any channels. */
export const isDcganShape = ([height = 0, width, channels, ...others]: readonly number[]): boolean =>
  firstSizes[height] !== undefined && width === height && channels !== undefined && others.length === 0;

/**
 * The resolutions inside a DCGAN from the latents' side on: each doubles the size and halves the maps, so that the last
 * one, half the samples' size, has `channels` maps.
 * 28: 7x7 of 2 channels first; 32: 4x4 of 4 channels; 64: 4x4 of 8 channels.
 * Throws RangeError for samples of other shapes; the check of an experiment refuses them earlier.
 */
export function stagesOf(sampleShape: readonly number[], channels: number): readonly [Stage, ...Stage[]] {
  const [size = 0] = sampleShape;
  const start = firstSizes[size];
  if (start === undefined || !isDcganShape(sampleShape))
    throw new RangeError(`a DCGAN makes no samples of the shape [${sampleShape.join()}]`);
  const doublings = Math.log2(size / start);
  const stage = (i: number): Stage => ({
    size: start * 2 ** i,
    channels: channels * 2 ** (doublings - 1 - i),
  });
  return [stage(0), ...Array.from({ length: doublings - 1 }, (_, i) => stage(i + 1))];
}
