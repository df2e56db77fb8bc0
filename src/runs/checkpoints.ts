import { closeSync, fstatSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeSafetensors, type SafeTensor } from "../formats/safetensors.ts";
import { RunReadError } from "./errors.ts";
import { checkpointFiles, layout, stepOfName } from "./layout.ts";
import { readBounded } from "./read-json.ts";
import { errorCode } from "./write-guard.ts";

/** What Node can hold in one buffer on every version we run on. */
const MAX_STATE_BYTES = 2 ** 31 - 1;

export interface CheckpointPlace {
  readonly step: number;
  /** Its folder; the paths of its files are given by `checkpointFile`. */
  readonly folder: string;
}

/** What a checkpoint is made of. */
export interface CheckpointContent {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly generator: Uint8Array;
  readonly discriminator: Uint8Array;
}

/** Complete checkpoints of a run, by step. */
export function listCheckpoints(runFolder: string): CheckpointPlace[] {
  const folder = join(runFolder, layout.checkpoints);
  return checkpointSteps(runFolder)
    .map(([step, name]) => ({ step, folder: join(folder, name) }))
    .filter(place => isComplete(place.folder));
}

/** The newest complete checkpoint, or null. */
export function lastCheckpoint(runFolder: string): CheckpointPlace | null {
  const folder = join(runFolder, layout.checkpoints);
  for (const [step, name] of checkpointSteps(runFolder).reverse()) {
    const place = { step, folder: join(folder, name) };
    if (isComplete(place.folder)) return place;
  }
  return null;
}

function checkpointSteps(runFolder: string): [number, string][] {
  let names: string[];
  try {
    names = readdirSync(join(runFolder, layout.checkpoints));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
  const steps: [number, string][] = [];
  for (const name of names) {
    const step = stepOfName(name);
    if (step !== null) steps.push([step, name]);
  }
  return steps.sort(([a], [b]) => a - b);
}

/** The path of one of a checkpoint's files. */
export function checkpointFile(checkpointFolder: string, file: keyof typeof checkpointFiles): string {
  return join(checkpointFolder, checkpointFiles[file]);
}

/** Whether every file is there and the state's header fits its size: what can be told without reading it all. */
export function isComplete(checkpointFolder: string): boolean {
  try {
    const networks = (["generator", "discriminator"] as const).map(file =>
      checkpointFile(checkpointFolder, file),
    );
    return (
      networks.every(path => statSync(path).size > 0) &&
      hasPlausibleHeader(checkpointFile(checkpointFolder, "state"))
    );
  } catch {
    return false;
  }
}

/** A safetensors file begins with the length of its header, eight bytes, little-endian. */
function hasPlausibleHeader(path: string): boolean {
  const fd = openSync(path, "r");
  try {
    const length = Buffer.alloc(8);
    if (readSync(fd, length, 0, 8, 0) < 8) return false;
    const header = length.readBigUInt64LE();
    return header > 0n && 8n + header <= BigInt(fstatSync(fd).size);
  } finally {
    closeSync(fd);
  }
}

/** The bytes of a checkpoint's state.safetensors. Throws RunReadError. */
export function readStateBytes(checkpointFolder: string): Uint8Array {
  const path = checkpointFile(checkpointFolder, "state");
  try {
    return readBounded(path, MAX_STATE_BYTES);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new RunReadError(`${path}: this checkpoint cannot be read (${errorCode(error)}).`, {
      cause: error,
    });
  }
}

/** Everything an exact resume needs. Throws RunReadError when the file is missing or damaged. */
export function readState(checkpointFolder: string): {
  tensors: Map<string, SafeTensor>;
  metadata: Record<string, string>;
} {
  const bytes = readStateBytes(checkpointFolder);
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RunReadError(
      `${checkpointFile(checkpointFolder, "state")}: this checkpoint is damaged: ${reason}`,
      { cause: error },
    );
  }
}
