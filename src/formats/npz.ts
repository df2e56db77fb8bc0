// NPZ, numpy's format for several arrays: a zip archive with an NPY file for each, `name.npy`.

import { unzipSync } from "fflate";
import { FormatError } from "./format-error.ts";

const ENDING = ".npy";

/** The names of the arrays in an archive. Throws FormatError. */
export function npzNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  unzip(bytes, name => {
    if (name.endsWith(ENDING)) names.push(name.slice(0, -ENDING.length));
    return false;
  });
  return names;
}

/** The NPY file of an array in an archive. Throws FormatError where it has more than so many bytes. */
export function npyInNpz(bytes: Uint8Array, name: string, mostBytes: number): Uint8Array {
  const files = unzip(bytes, (found, size) => {
    if (found !== name + ENDING) return false;
    if (size > mostBytes)
      throw new FormatError(
        `the array ${JSON.stringify(name)} unpacks to ${size} bytes; at most ${mostBytes} are allowed`,
      );
    return true;
  });
  const file = files[name + ENDING];
  if (file === undefined) throw new FormatError(`there is no array ${JSON.stringify(name)} in the archive`);
  return file;
}

function unzip(
  bytes: Uint8Array,
  wanted: (name: string, size: number) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => wanted(name, originalSize) });
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(
      `the archive cannot be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}
