import type { Dataset } from "../data/dataset.ts";
import { encodePng } from "../formats/png.ts";
import { boundsOf } from "../pictures/bounds.ts";
import { imageGrid } from "../pictures/image-grid.ts";
import { imagesOf } from "../pictures/images.ts";
import type { Rgb } from "../pictures/scatter.ts";
import { rasterScatter } from "../pictures/scatter.ts";
import { elements, isImage } from "./parameter-layout.ts";

const SIZE = 200;
const REAL_POINTS = 500;
const real: Rgb = [190, 195, 202];
const generated: Rgb = [0, 102, 204];

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** Samples [n, ...sample] as a picture. */
export type DrawSamples = (samples: Float32Array) => Picture;

/**
 * How a dataset's samples are drawn: images as a grid; points over real ones, the same part of the plane at every step
 * (of more than two dimensions the first two).
 */
export function samplePicture(dataset: Dataset): DrawSamples {
  const { sampleShape } = dataset;
  if (!isImage(sampleShape)) return pointsPicture(dataset);
  return samples => {
    const images = imagesOf([samples.length / elements(sampleShape), ...sampleShape], samples);
    if (images === null) throw new RangeError(`samples [${sampleShape.join()}] are no images`);
    const raster = imageGrid(images);
    return { width: raster.width, height: raster.height, png: encodePng(raster) };
  };
}

function pointsPicture(dataset: Dataset): DrawSamples {
  const dims = elements(dataset.sampleShape);
  const background = { data: dataset.heldOut(REAL_POINTS), dims };
  const bounds = boundsOf([background], 0.5);
  return samples => {
    const raster = rasterScatter(
      [
        { points: background, color: () => real, radius: 1.2, opacity: 1 },
        { points: { data: samples, dims }, color: () => generated, radius: 0.8, opacity: 0.8 },
      ],
      bounds,
      SIZE,
    );
    return { width: SIZE, height: SIZE, png: encodePng(raster) };
  };
}
