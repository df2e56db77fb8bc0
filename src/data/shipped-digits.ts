import { readIdxImages, readIdxLabels } from "./idx-images.ts";
import type { ImageLabels, ImageTable } from "./image-table.ts";
import { shippedFile } from "./shipped-file.ts";

interface Digits {
  readonly table: ImageTable;
  readonly labels: ImageLabels;
}

let read: Digits | undefined;

/** The 10,000 test images of MNIST, 28 x 28 x 1, with their labels 0 to 9. Read once a process; nobody writes into them. */
export function shippedDigits(): Digits {
  if (read === undefined) {
    const table = readIdxImages(shippedFile("digits/t10k-images-idx3-ubyte.gz"));
    const labels = readIdxLabels(shippedFile("digits/t10k-labels-idx1-ubyte.gz"), table.count);
    read = { table, labels };
  }
  return read;
}
