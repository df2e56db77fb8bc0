// A folder of the MNIST family, as its makers and Debian's packages lay it out: train-images-idx3-ubyte(.gz) and its like.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "./data-error.ts";
import { splitRows, type Split } from "./epochs.ts";
import { readIdxImages, readIdxLabels } from "./idx-images.ts";
import type { ImageLabels, ImageTable } from "./image-table.ts";

export interface IdxFolder {
  readonly table: ImageTable;
  /** Null where a set of images has no labels beside it. */
  readonly labels: ImageLabels | null;
  /** The test images are held out, where they are there. */
  readonly split: Split;
}

const sets = ["train", "t10k"] as const;
const endings = ["-ubyte", "-ubyte.gz"] as const;

/** The file of a set under any of its usual names, such as train-images-idx3-ubyte.gz; null where there is none. */
function found(
  folder: string,
  set: (typeof sets)[number],
  what: "images-idx3" | "labels-idx1",
): string | null {
  // Some unpack images-idx3 as images.idx3.
  const names = [what, what.replace("-", ".")].flatMap(name =>
    endings.map(ending => `${set}-${name}${ending}`),
  );
  return names.map(name => join(folder, name)).find(existsSync) ?? null;
}

/** Paths of the files that are there, images before labels, the test set last. */
export const idxFiles = (folder: string): string[] =>
  sets
    .flatMap(set => [found(folder, set, "images-idx3"), found(folder, set, "labels-idx1")])
    .filter(file => file !== null);

const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** Reads the training images and, where they are there, the test images, with their labels. Throws DataError. */
export function readIdxFolder(folder: string): IdxFolder {
  if (!existsSync(folder)) throw new DataError(folder, "there is no such folder");
  const trainingFile = found(folder, "train", "images-idx3");
  if (trainingFile === null)
    throw new DataError(
      folder,
      "there is no train-images-idx3-ubyte or train-images-idx3-ubyte.gz in this folder; files of other names are given by `images` and `labels`",
    );
  const training = readIdxImages(trainingFile);
  const testFile = found(folder, "t10k", "images-idx3");
  const test = testFile === null ? null : readIdxImages(testFile);
  if (test === null)
    return { table: training, labels: labelsIn(folder, [training]), split: splitRows(training.count) };
  const { height, width, channels } = training;
  if (test.height !== height || test.width !== width || test.channels !== channels)
    throw new DataError(testFile ?? folder, "its images are of another size than those of the training set");
  const pixels = new Uint8Array(training.pixels.length + test.pixels.length);
  pixels.set(training.pixels);
  pixels.set(test.pixels, training.pixels.length);
  const count = training.count + test.count;
  return {
    table: { height, width, channels, count, pixels },
    labels: labelsIn(folder, [training, test]),
    split: { training: range(0, training.count), heldOut: range(training.count, count) },
  };
}

/** The labels of the sets, one after the other. */
function labelsIn(folder: string, tables: readonly ImageTable[]): ImageLabels | null {
  const read = tables.map(({ count }, i) => {
    const set = sets[i];
    const file = set === undefined ? null : found(folder, set, "labels-idx1");
    return file === null ? null : readIdxLabels(file, count);
  });
  const all = read.filter(labels => labels !== null);
  if (all.length < read.length) return null;
  return {
    of: Uint8Array.from(all.flatMap(({ of }) => [...of])),
    classes: Math.max(...all.map(({ classes }) => classes)),
  };
}
