import type { Dataset } from "../data/dataset.ts";

export type PictureShape = readonly [height: number, width: number, channels: number];

/** The shape of pictures; null where samples are points. */
export function pictureShape([height, width, channels]: Dataset["sampleShape"]): PictureShape | null {
  if (height === undefined || width === undefined || channels === undefined) return null;
  return [height, width, channels];
}
