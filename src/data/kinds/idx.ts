import type { Dataset } from "../dataset.ts";
import { readIdxImages, readIdxLabels } from "../idx-images.ts";
import { imagesDataset } from "../images-dataset.ts";
import type { DataOf } from "./data-of.ts";

/** Images of an IDX file, with their labels where a second file has them. */
export function idx({ images, labels }: DataOf<"idx">): Dataset {
  const table = readIdxImages(images);
  return imagesDataset(
    table,
    labels === "" ? null : { labels: readIdxLabels(labels, table.count), nameOf: String, classifier: null },
  );
}
