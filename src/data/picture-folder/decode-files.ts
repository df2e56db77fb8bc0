import { decodePicture, pixelsOf } from "../../formats/decode-picture.ts";
import { FormatError } from "../../formats/format-error.ts";
import type { PictureAside } from "../../formats/picture-aside.ts";
import { DataError } from "../data-error.ts";
import { readDataFile } from "../data-file.ts";
import { bytesOf, type DecodeAnswer, type DecodeOrder, type PictureProblem } from "./decoded.ts";
import { fitPicture } from "./fit-picture.ts";

/** A picture file above this is no training picture. */
const MOST_BYTES = 2 ** 26;

/** Why a file cannot be read; an error that nobody foresaw is one file's problem too. */
function problemOf(error: unknown, file: string): PictureProblem {
  if (error instanceof DataError) return { why: error.message.replace(`${file}: `, ""), passing: true };
  if (error instanceof FormatError) return { why: error.message, passing: false };
  const why = `the file cannot be read (${error instanceof Error ? error.message : String(error)})`;
  return { why, passing: false };
}

/** Reads, decodes and resizes picture files one by one. */
export function decodeFiles({ files, size, channels, mostPixels }: DecodeOrder): DecodeAnswer {
  const bytes = bytesOf({ size, channels });
  const pixels = new Uint8Array(files.length * bytes);
  const left: number[] = [];
  const asides: (readonly PictureAside[])[] = files.map(() => []);
  const problems = files.map((file, i) => {
    try {
      const encoded = readDataFile(file, MOST_BYTES, "");
      if (pixelsOf(encoded) > mostPixels) {
        left.push(i);
        return null;
      }
      const picture = decodePicture(encoded);
      asides[i] = picture.asides;
      fitPicture(picture, size, channels, pixels.subarray(i * bytes, (i + 1) * bytes));
      return null;
    } catch (error) {
      return problemOf(error, file);
    }
  });
  return { pixels, problems, asides, left };
}
