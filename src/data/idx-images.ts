import { gunzipSync } from "node:zlib";
import { FormatError } from "../formats/format-error.ts";
import { decodeIdx, type IdxArray } from "../formats/idx.ts";
import { DataError } from "./data-error.ts";
import { readDataFile } from "./data-file.ts";
import { imageLimits } from "./image-limits.ts";
import type { ImageLabels, ImageTable } from "./image-table.ts";

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The bytes of a file, unpacked where it is gzipped (whatever its name). */
function unpacked(file: string): Uint8Array {
  const limit = imageLimits.bytes;
  const bytes = readDataFile(file, limit);
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    throw new DataError(
      file,
      code === "ERR_BUFFER_TOO_LARGE"
        ? `the file unpacks to more than ${limit} bytes`
        : "the gzip file is damaged or cut short",
    );
  }
}

function readIdx(file: string): IdxArray {
  try {
    return decodeIdx(unpacked(file));
  } catch (error) {
    if (error instanceof FormatError) throw new DataError(file, error.message);
    throw error;
  }
}

/** The labels [count] of an IDX file, integers from 0. Throws DataError. */
export function readIdxLabels(file: string, count: number): ImageLabels {
  const { shape, data } = readIdx(file);
  if (shape.length !== 1)
    throw new DataError(file, `the labels have the shape [${shape.join(", ")}]; they must be [n]`);
  if (data.length !== count) throw new DataError(file, `there are ${data.length} labels for ${count} images`);
  return { of: data, classes: data.reduce((most, label) => Math.max(most, label), 0) + 1 };
}

/** Images [n, height, width] or [n, height, width, channels] of an IDX file. Throws DataError. */
export function readIdxImages(file: string): ImageTable {
  const { shape, data } = readIdx(file);
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const refuse = (what: string) => new DataError(file, what);
  if (shape.length < 3)
    throw refuse(
      `the file has the shape [${shape.join(", ")}]; images are [n, height, width] or [n, height, width, channels]`,
    );
  if (channels !== 1 && channels !== 3)
    throw refuse(`the images have ${channels} channels; 1 and 3 are allowed`);
  const { side } = imageLimits;
  if (height < 1 || width < 1 || height > side || width > side)
    throw refuse(`the images are ${height} x ${width}; at most ${side} x ${side} are allowed`);
  if (count < imageLimits.count)
    throw refuse(`there are ${count} images; at least ${imageLimits.count} are needed`);
  return { height, width, channels, count, pixels: data };
}
