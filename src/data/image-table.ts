import type { ImageSet } from "./real-images.ts";

/** Pictures as a file or folder holds them, in its order. */
export interface ImageTable {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly count: number;
  /** [count, height, width, channels] */
  readonly pixels: Uint8Array;
}

export interface ImageLabels {
  /** [count] */
  readonly of: Uint8Array | Uint16Array;
  readonly classes: number;
}

/** Some pictures of a table, in the order of `rows`. */
export function chosenImages(
  { height, width, channels, pixels }: ImageTable,
  labels: ImageLabels | null,
  rows: Uint32Array,
): ImageSet {
  const size = height * width * channels;
  return {
    shape: [height, width, channels],
    count: rows.length,
    read(from, count) {
      const chosen = rows.subarray(from, from + count);
      const out = new Uint8Array(chosen.length * size);
      chosen.forEach((row, i) => {
        out.set(pixels.subarray(row * size, (row + 1) * size), i * size);
      });
      return out;
    },
    labelOf: labels === null ? null : i => labels.of[rows[i] ?? -1] ?? -1,
  };
}

/** Share of each class among all pictures. */
export function classShares({ of, classes }: ImageLabels): Float64Array {
  const shares = new Float64Array(classes);
  for (const label of of) shares[label] = (shares[label] ?? 0) + 1 / of.length;
  return shares;
}
