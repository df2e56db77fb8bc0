import type { Dataset } from "../data/dataset.ts";
import { encodePng } from "../formats/png.ts";
import type { Bounds, DrawnPoints } from "../pictures/bounds.ts";
import { boundsOf } from "../pictures/bounds.ts";
import type { Rgb } from "../pictures/scatter.ts";
import { rasterScatter } from "../pictures/scatter.ts";

const SIZE = 200;
const REAL_POINTS = 500;
const real: Rgb = [190, 195, 202];
const generated: Rgb = [0, 102, 204];

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** Pictures of generated points over real ones, the same part of the plane at every step. */
export class SamplePicture {
  readonly #real: DrawnPoints;
  readonly #bounds: Bounds;

  /** @param dims of a point; of more than two the first two are drawn */
  constructor(dataset: Dataset, dims: number) {
    this.#real = { data: dataset.heldOut(REAL_POINTS), dims };
    this.#bounds = boundsOf([this.#real], 0.5);
  }

  draw(samples: Float32Array): Picture {
    const points = { data: samples, dims: this.#real.dims };
    const raster = rasterScatter(
      [
        { points: this.#real, color: () => real, radius: 1.2, opacity: 1 },
        { points, color: () => generated, radius: 0.8, opacity: 0.8 },
      ],
      this.#bounds,
      SIZE,
    );
    return { width: SIZE, height: SIZE, png: encodePng(raster) };
  }
}
