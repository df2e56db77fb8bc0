import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "./data-error.ts";
import { readDataFile } from "./data-file.ts";
import type { Split } from "./epochs.ts";
import { splitRows } from "./epochs.ts";
import type { ImageLabels, ImageTable } from "./image-table.ts";

export const cifar10Classes = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
] as const;

const SIDE = 32;
const AREA = SIDE * SIDE;
/** A label and the red, green and blue planes. */
const RECORD = 1 + 3 * AREA;
/** Ten times the images of an original file. */
const MOST_BYTES = 100_000 * RECORD;
const trainingFiles = [1, 2, 3, 4, 5].map(i => `data_batch_${i}.bin`);
const TEST_FILE = "test_batch.bin";

/** Paths of the batches that are there, the test batch last. */
export const cifar10Files = (folder: string): string[] =>
  [...trainingFiles, TEST_FILE].map(name => join(folder, name)).filter(file => existsSync(file));

export interface Cifar10 {
  readonly table: ImageTable;
  readonly labels: ImageLabels;
  /** The test batch is held out, where it is there. */
  readonly split: Split;
  readonly notices: readonly string[];
}

function readBatch(file: string): Buffer {
  const bytes = readDataFile(file, MOST_BYTES, "");
  if (bytes.length === 0 || bytes.length % RECORD !== 0)
    throw new DataError(
      file,
      `the file has ${bytes.length} bytes, which are no whole number of CIFAR-10's images of ${RECORD} bytes each: it is cut short or of another kind`,
    );
  for (let row = 0; row * RECORD < bytes.length; row++)
    if ((bytes[row * RECORD] ?? 0) >= cifar10Classes.length)
      throw new DataError(
        file,
        `image ${row} (counted from 0) has the label ${bytes[row * RECORD]}; labels are 0 to 9`,
        {
          row,
        },
      );
  return bytes;
}

const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** What to do about a folder without batches to train on. */
function missingIn(folder: string): string {
  if (!existsSync(folder)) return "there is no such folder";
  const none = "there is no data_batch_1.bin in this folder";
  const inside = "cifar-10-batches-bin";
  if (existsSync(join(folder, inside, "data_batch_1.bin"))) return `${none}; it is in its folder ${inside}`;
  return existsSync(join(folder, "data_batch_1"))
    ? `${none}: it holds CIFAR-10's Python version; its binary version is needed`
    : `${none}; it must be that of CIFAR-10's binary version`;
}

/**
 * CIFAR-10's binary version: data_batch_1.bin to data_batch_5.bin, and test_batch.bin, which is held out.
 * Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images". Throws DataError.
 */
export function readCifar10(folder: string): Cifar10 {
  const files = cifar10Files(folder);
  const tested = files.at(-1) === join(folder, TEST_FILE);
  if (files.length === (tested ? 1 : 0)) throw new DataError(folder, missingIn(folder));
  const batches = files.map(readBatch);
  const count = batches.reduce((sum, { length }) => sum + length / RECORD, 0);
  const pixels = new Uint8Array(count * 3 * AREA);
  const of = new Uint8Array(count);
  let image = 0;
  for (const bytes of batches)
    for (let from = 0; from < bytes.length; from += RECORD, image++) {
      of[image] = bytes[from] ?? 0;
      const to = image * 3 * AREA;
      for (let c = 0; c < 3; c++)
        for (let p = 0; p < AREA; p++) pixels[to + 3 * p + c] = bytes[from + 1 + c * AREA + p] ?? 0;
    }
  const trained = count - (tested ? (batches.at(-1)?.length ?? 0) / RECORD : 0);
  const missing = trainingFiles.filter(name => !files.includes(join(folder, name)));
  return {
    table: { height: SIDE, width: SIDE, channels: 3, count, pixels },
    labels: { of, classes: cifar10Classes.length },
    split: tested ? { training: range(0, trained), heldOut: range(trained, count) } : splitRows(count),
    notices: missing.map(name => `${name} is not in the folder; the other batches are trained on`),
  };
}
