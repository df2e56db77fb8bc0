// How each kind of data is opened (open-dataset.ts): a function by the name that an experiment says.

export { ring } from "./ring.ts";
export { grid } from "./grid.ts";
export { spiral } from "./spiral.ts";
export { moons } from "./moons.ts";
export { imbalancedRing as "imbalanced-ring" } from "./imbalanced-ring.ts";
export { gaussians } from "./gaussians.ts";
export { digits } from "./digits.ts";
export { stackedDigits as "stacked-digits" } from "./stacked-digits.ts";
export { idx } from "./idx.ts";
export { cifar10 } from "./cifar10.ts";
export { images } from "./images.ts";
export { npy } from "./npy.ts";
export { npyImages as "npy-images" } from "./npy-images.ts";
export { csv } from "./csv.ts";
export { parquet } from "./parquet.ts";
