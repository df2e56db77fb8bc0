import type { DataKindName } from "../../experiment/catalog.ts";
import type { Dataset } from "../dataset.ts";
import type { OpenOptions } from "../open-options.ts";
import { cifar10 } from "./cifar10.ts";
import { csv } from "./csv.ts";
import type { DataOf } from "./data-of.ts";
import { digits } from "./digits.ts";
import { gaussians } from "./gaussians.ts";
import { grid } from "./grid.ts";
import { idx } from "./idx.ts";
import { images } from "./images.ts";
import { imbalancedRing } from "./imbalanced-ring.ts";
import { moons } from "./moons.ts";
import { npy } from "./npy.ts";
import { npyImages } from "./npy-images.ts";
import { parquet } from "./parquet.ts";
import { ring } from "./ring.ts";
import { spiral } from "./spiral.ts";
import { stackedDigits } from "./stacked-digits.ts";

/** How each kind of data is opened. */
export const datasets: {
  readonly [Kind in DataKindName]: (data: DataOf<Kind>, options: OpenOptions) => Dataset | Promise<Dataset>;
} = {
  ring,
  grid,
  spiral,
  moons,
  "imbalanced-ring": imbalancedRing,
  gaussians,
  digits,
  "stacked-digits": stackedDigits,
  idx,
  cifar10,
  images,
  npy,
  "npy-images": npyImages,
  csv,
  parquet,
};
