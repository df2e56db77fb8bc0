import { readFileSync, statSync } from "node:fs";
import { InputError } from "../experiment/input-error.ts";
import { FormatError } from "../formats/format-error.ts";
import { decodeNpy } from "../formats/npy.ts";
import type { Points } from "../measures/points.ts";

const LARGEST_FILE = 2 ** 31 - 1;

/** A file named on the command line that cannot be used, and why. */
export const refused = (file: string, message: string) => new InputError([{ file, path: "", message }]);

/**
 * Reads an .npy file as points: its first axis counts them, the rest are their coordinates; [n] is n points of one
 * dimension. Throws InputError.
 */
export function readPoints(file: string): Points {
  const info = statSync(file, { throwIfNoEntry: false });
  if (info === undefined) throw refused(file, "no such file");
  if (!info.isFile()) throw refused(file, "this is no file; expected a .npy file");
  if (info.size > LARGEST_FILE)
    throw refused(file, `${info.size} bytes are more than 2 GiB, the most that is read`);
  try {
    const { shape, data } = decodeNpy(readFileSync(file));
    const [rows, ...rest] = shape;
    if (rows === undefined) throw refused(file, "this holds one number; expected points, an array [n, dims]");
    return { data, rows, dims: rest.reduce((product, size) => product * size, 1) };
  } catch (error) {
    if (error instanceof FormatError) throw refused(file, error.message);
    throw error;
  }
}
