import { readFileSync, statSync } from "node:fs";
import { FormatError } from "../formats/format-error.ts";
import { decodeNpy } from "../formats/npy.ts";
import type { Points } from "../measures/points.ts";
import { UsageError } from "./failure.ts";

const LARGEST_FILE = 2 ** 31 - 1;

/**
 * Reads an .npy file as points: its first axis counts them, the rest are their coordinates; [n] is n points of one
 * dimension. Throws UsageError that names the file.
 */
export function readPoints(path: string): Points {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) throw new UsageError(`${path}: there is no such file`);
  if (!info.isFile()) throw new UsageError(`${path}: it is not a file; a .npy file is needed`);
  if (info.size > LARGEST_FILE)
    throw new UsageError(`${path}: ${info.size} bytes are more than 2 GiB, the most that is read`);
  try {
    const { shape, data } = decodeNpy(readFileSync(path));
    const [rows, ...rest] = shape;
    if (rows === undefined) throw new UsageError(`${path}: holds one number; points are an array [n, dims]`);
    return { data, rows, dims: rest.reduce((product, size) => product * size, 1) };
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}
