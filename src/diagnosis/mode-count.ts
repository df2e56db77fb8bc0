import type { Experiment } from "../experiment/schema.ts";

/** How many modes the data are known to have; null where they are not. */
export function modeCount(data: Experiment["data"]): number | null {
  switch (data.kind) {
    case "ring":
    case "imbalanced-ring":
    case "gaussians":
      return data.modes;
    case "grid":
      return data.side ** 2;
    case "digits":
      return 10;
    case "stacked-digits":
      return 1000;
    case "spiral":
    case "moons":
    case "idx":
    case "cifar10":
    case "images":
    case "npy":
    case "npy-images":
    case "csv":
    case "parquet":
      return null;
    default:
      return data satisfies never;
  }
}
