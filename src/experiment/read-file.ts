import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { inReach } from "../reach/reach.ts";
import { InputError } from "./input-error.ts";
import { readExperiment } from "./read.ts";
import type { ReadOptions } from "./read.ts";
import type { Experiment } from "./schema.ts";
import { mostCharacters } from "./source-text.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "this is a folder; expected a file",
  EACCES: "no permission to read this file",
  EPERM: "no permission to read this file",
  EOUTSIDE: "outside of this workspace, which is not trusted",
};

function refuse(file: string, message: string): never {
  throw new InputError([{ file, path: "", message }]);
}

/** The first bytes of a file, one more than is allowed, so that a huge one is never read whole. */
function firstBytes(file: string): Uint8Array {
  const descriptor = openSync(inReach(file), "r");
  try {
    if (fstatSync(descriptor).isDirectory()) refuse(file, "this is a folder; expected a file");
    const bytes = new Uint8Array(mostCharacters + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** The text of a file that people write (experiment, sweep): UTF-8, at most 1 MiB. Throws InputError. */
export function readInputText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = firstBytes(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    refuse(file, reasons[code] ?? `cannot be read (${code === "" ? String(error) : code})`);
  }
  if (bytes.length > mostCharacters) refuse(file, "larger than 1 MiB");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse(file, "this is no UTF-8 text");
  }
}

/** Reads the experiment in a file; see readExperiment. */
export function readExperimentFile(file: string, options: ReadOptions = {}): Experiment {
  return readExperiment(readInputText(file), file, options);
}
