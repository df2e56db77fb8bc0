import type { Dataset } from "../data/dataset.ts";
import { isFeatureName } from "../experiment/catalog.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { FeatureSpace } from "./feature-space.ts";
import { dataSpace } from "./feature-space.ts";
import { ownSpace } from "./own-network.ts";
import { pictureShape } from "./picture-shape.ts";
import { randomSpace } from "./random-network.ts";

/**
 * Opens the space that `evaluation.features` names, for samples of a shape. Rejects with DataError for a file that is no
 * feature network of such pictures.
 */
export function openSpace(
  features: Experiment["evaluation"]["features"],
  sampleShape: Dataset["sampleShape"],
): Promise<FeatureSpace> {
  const pictures = pictureShape(sampleShape);
  if (pictures === null || features === "data")
    return Promise.resolve(dataSpace(sampleShape.reduce((product, size) => product * size, 1)));
  return isFeatureName(features) ? randomSpace(pictures) : ownSpace(features, pictures);
}
