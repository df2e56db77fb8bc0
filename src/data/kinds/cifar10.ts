import { cifar10Classes, readCifar10 } from "../cifar10-batches.ts";
import type { Dataset } from "../dataset.ts";
import { pictureReading } from "../reading.ts";
import { imagesDataset } from "../images-dataset.ts";
import type { DataOf } from "./data-of.ts";

/** CIFAR-10 in its binary version, 32 x 32 x 3. */
export function cifar10({ folder }: DataOf<"cifar10">): Dataset {
  const { table, labels, split, notices } = readCifar10(folder);
  const nameOf = (label: number) => cifar10Classes[label] ?? "";
  return {
    ...imagesDataset(table, { labels, nameOf, classifier: "examples" }, split),
    reading: pictureReading(table.count, cifar10Classes),
    notices,
  };
}
