import type { Dataset } from "../dataset.ts";
import { readIdxImages, readIdxLabels } from "../idx-images.ts";
import { pictureReading } from "../reading.ts";
import { imagesDataset } from "../images-dataset.ts";
import type { DataOf } from "./data-of.ts";

/** Images of an IDX file, with their labels where a second file has them. */
export function idx({ images, labels }: DataOf<"idx">): Dataset {
  const table = readIdxImages(images);
  const found = labels === "" ? null : readIdxLabels(labels, table.count);
  const names = found === null ? null : Array.from({ length: found.classes }, (_, label) => String(label));
  return {
    ...imagesDataset(
      table,
      found === null ? null : { labels: found, nameOf: String, classifier: "examples" },
    ),
    reading: pictureReading(table.count, names),
  };
}
