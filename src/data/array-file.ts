// An array of numbers out of a file that holds one or several, by name: NPY, NPZ or safetensors, as its bytes say.

import { knownFile } from "../formats/file-kind.ts";
import { FormatError } from "../formats/format-error.ts";
import type { StoredArray } from "../formats/element-types.ts";
import { decodeStoredNpy } from "../formats/npy.ts";
import { npyInNpz, npzNames } from "../formats/npz.ts";
import { decodeStoredSafetensors } from "../formats/safetensors.ts";
import { DataError } from "./data-error.ts";
import { readDataFile } from "./data-file.ts";
import { pointLimits } from "./point-limits.ts";
import { someOf } from "./reading.ts";

export interface NamedArray extends StoredArray {
  /** "" in a file of one array without a name. */
  readonly name: string;
  /** Names of the file's other arrays. */
  readonly others: readonly string[];
  /** Bytes of the file that follow the array and belong to none that is named. */
  readonly after: number;
}

/** The array that is meant among several. */
function choose(names: readonly string[], asked: string): string {
  const listed = `the file holds ${names.length === 0 ? "no array" : someOf(names.map(name => JSON.stringify(name)))}`;
  const [only] = names;
  if (asked === "" && only !== undefined && names.length === 1) return only;
  if (asked === "") throw new FormatError(`${listed}; name one in "array"`);
  if (!names.includes(asked)) throw new FormatError(`there is no array ${JSON.stringify(asked)}; ${listed}`);
  return asked;
}

function decode(bytes: Uint8Array, asked: string): NamedArray {
  const named = (names: readonly string[], arrayOf: (name: string) => StoredArray): NamedArray => {
    const name = choose(names, asked);
    return { after: 0, ...arrayOf(name), name, others: names.filter(other => other !== name) };
  };
  const head = String.fromCharCode(...bytes.subarray(0, 9));
  if (head.startsWith("PK\u0003\u0004")) {
    const names = npzNames(bytes);
    if (names.length === 0) throw new FormatError(knownFile(bytes) ?? "the archive holds no array");
    return named(names, name => decodeStoredNpy(npyInNpz(bytes, name, pointLimits.npyBytes)));
  }
  // A safetensors file begins with the length of its JSON header, in 8 bytes.
  if (head.startsWith("{", 8) && head.startsWith("\0\0\0\0", 4)) {
    const tensors = decodeStoredSafetensors(bytes);
    return named([...tensors.keys()], name => tensors.get(name) ?? { shape: [], data: new Float32Array() });
  }
  if (asked !== "" && head.startsWith("\u0093NUMPY"))
    throw new FormatError(`the file holds one array without a name; leave "array" out`);
  return { ...decodeStoredNpy(bytes), name: "", others: [] };
}

/**
 * Reads an array from a file.
 * @param asked its name; "" for the only one
 * @throws DataError
 */
export function readArrayFile(file: string, asked: string): NamedArray {
  try {
    return decode(readDataFile(file, pointLimits.npyBytes), asked);
  } catch (error) {
    if (error instanceof FormatError) throw new DataError(file, error.message);
    throw error;
  }
}
