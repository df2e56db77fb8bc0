import type { Dataset } from "../dataset.ts";
import { readIdxFolder } from "../idx-folder.ts";
import { readIdxImages, readIdxLabels } from "../idx-images.ts";
import { imagesDataset } from "../images-dataset.ts";
import type { ImageLabels } from "../image-table.ts";
import { counted, pictureReading } from "../reading.ts";
import type { DataOf } from "./data-of.ts";

const namesOf = (labels: ImageLabels | null) =>
  labels === null ? null : Array.from({ length: labels.classes }, (_, label) => String(label));

const classesOf = (labels: ImageLabels | null) =>
  labels === null ? null : ({ labels, nameOf: String, classifier: "examples" } as const);

/** Images of an IDX file, with their labels where a second file has them; or of a folder of the MNIST family. */
export function idx({ images, labels, folder }: DataOf<"idx">): Dataset {
  if (images === "") {
    const found = readIdxFolder(folder);
    const { taken } = pictureReading(found.table.count, namesOf(found.labels));
    return {
      ...imagesDataset(found.table, classesOf(found.labels), found.split),
      reading: {
        taken,
        asides: [
          `${counted(found.split.heldOut.length, "picture")} held out for the measures`,
          ...(found.labels === null ? ["no labels"] : []),
        ],
      },
    };
  }
  const table = readIdxImages(images);
  const found = labels === "" ? null : readIdxLabels(labels, table.count);
  return {
    ...imagesDataset(table, classesOf(found)),
    reading: pictureReading(table.count, namesOf(found)),
  };
}
