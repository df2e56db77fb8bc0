import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { decodeSafetensors, type SafeTensor } from "../formats/safetensors.ts";
import { digestOf, readDigest, sha256, type CheckpointDigest, type NetworkFile } from "./digests.ts";
import { DamagedCheckpointError, RunReadError } from "./errors.ts";
import { checkpointFiles, runFiles, stepOfName } from "./file-names.ts";
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
  return checkpointPlaces(runFolder).filter(place => isComplete(place.folder));
}

/** What pictures can be drawn from: complete checkpoints, and what other trainers leave, a generator alone. By step. */
export function drawableCheckpoints(runFolder: string): CheckpointPlace[] {
  return checkpointPlaces(runFolder).filter(place => isDrawable(place.folder));
}

/** Whether a checkpoint has a generator and either all that a run goes on from or nothing of it. */
export function isDrawable(checkpointFolder: string): boolean {
  return isComplete(checkpointFolder) || isGeneratorAlone(checkpointFolder);
}

function isGeneratorAlone(checkpointFolder: string): boolean {
  try {
    const size = statSync(checkpointFile(checkpointFolder, "generator")).size;
    return size > 0 && !existsSync(checkpointFile(checkpointFolder, "state"));
  } catch {
    return false;
  }
}

/** The newest complete checkpoint, or null. */
export function lastCheckpoint(runFolder: string): CheckpointPlace | null {
  return checkpointPlaces(runFolder).findLast(place => isComplete(place.folder)) ?? null;
}

/** Where a run has checkpoints, complete or not, by step. Throws RunReadError. */
export function checkpointPlaces(runFolder: string): CheckpointPlace[] {
  const folder = join(runFolder, runFiles.checkpoints);
  let names: string[];
  try {
    names = readdirSync(inReach(folder));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw new RunReadError(`${folder}: the checkpoints cannot be listed (${errorCode(error)}).`, {
      cause: error,
    });
  }
  const places: CheckpointPlace[] = [];
  for (const name of names) {
    const step = stepOfName(name);
    if (step !== null) places.push({ step, folder: join(folder, name) });
  }
  return places.sort((a, b) => a.step - b.step);
}

/** The path of one of a checkpoint's files. */
export function checkpointFile(checkpointFolder: string, file: keyof typeof checkpointFiles): string {
  return join(checkpointFolder, checkpointFiles[file]);
}

/** Whether every file is there and the state's header fits its size: what can be told without reading it all. */
function isComplete(checkpointFolder: string): boolean {
  try {
    checkWholeness(checkpointFolder);
    return true;
  } catch {
    return false;
  }
}

/** Throws DamagedCheckpointError where a file is missing or the state's header does not fit its size; RunReadError. */
export function checkWholeness(checkpointFolder: string): void {
  const networks = [
    checkpointFile(checkpointFolder, "generator"),
    checkpointFile(checkpointFolder, "discriminator"),
  ];
  const state = checkpointFile(checkpointFolder, "state");
  const damaged = networks.find(path => ofCheckpoint(path, () => statSync(path).size) === 0);
  if (damaged !== undefined)
    throw new DamagedCheckpointError(`${damaged}: this file of a checkpoint is empty.`);
  if (!ofCheckpoint(state, () => hasPlausibleHeader(state)))
    throw new DamagedCheckpointError(`${state}: this checkpoint is not whole.`);
}

/** Reads something of a checkpoint's file. Throws DamagedCheckpointError where the file or its bytes are gone, RunReadError. */
function ofCheckpoint<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = errorCode(error);
    if (code === "") throw error;
    // Permissions, or too many open files, say nothing of the bytes.
    const Kind = ["EIO", "ENOENT"].includes(code) ? DamagedCheckpointError : RunReadError;
    throw new Kind(`${path}: this checkpoint cannot be read (${code}).`, { cause: error });
  }
}

/** A safetensors file begins with the length of its header, eight bytes, little-endian. */
function hasPlausibleHeader(path: string): boolean {
  const fd = openSync(inReach(path), "r");
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
  return ofCheckpoint(path, () => readBounded(path, MAX_STATE_BYTES));
}

/** Everything an exact resume needs. Throws DamagedCheckpointError, also where the bytes are not those of `recorded`; RunReadError. */
export function readState(
  checkpointFolder: string,
  recorded?: CheckpointDigest,
): {
  tensors: Map<string, SafeTensor>;
  metadata: Record<string, string>;
} {
  const path = checkpointFile(checkpointFolder, "state");
  const bytes = readStateBytes(checkpointFolder);
  if (recorded !== undefined) checkBytes(path, bytes, recorded.digest);
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DamagedCheckpointError(`${path}: this checkpoint is damaged: ${reason}`, { cause: error });
  }
}

/** The digest of a checkpoint as it lies there. Throws DamagedCheckpointError, RunReadError. */
export function digestOfCheckpoint({ step, folder }: CheckpointPlace): CheckpointDigest {
  const bytesOf = (file: keyof typeof checkpointFiles) => readFileSync(inReach(checkpointFile(folder, file)));
  const { tensors } = readState(folder);
  const [state, generator, discriminator] = [
    bytesOf("state"),
    bytesOf("generator"),
    bytesOf("discriminator"),
  ];
  return digestOf(step, { state, generator, discriminator }, tensors);
}

/** The digest that was recorded when a checkpoint was written, where it still lies in its run. */
const recordedOf = ({ step, folder }: CheckpointPlace) => readDigest(dirname(dirname(folder)), step);

/** Throws DamagedCheckpointError for a checkpoint whose bytes are not those that were written; RunReadError. */
export function checkCheckpoint(place: CheckpointPlace): void {
  const recorded = recordedOf(place);
  readState(place.folder, recorded);
  for (const [file, digest] of Object.entries(recorded?.networks ?? {})) {
    const path = checkpointFile(place.folder, file as NetworkFile);
    checkBytes(path, readFileSync(inReach(path)), digest);
  }
}

/**
 * The bytes of one of a run's networks at a checkpoint. Rejects with DamagedCheckpointError where they are not those that
 * were written, as far as that is on record; with the system's own errors.
 */
export async function loadNetwork(place: CheckpointPlace, file: NetworkFile): Promise<Buffer> {
  const path = checkpointFile(place.folder, file);
  const bytes = await readFile(inReach(path));
  const recorded = recordedOf(place)?.networks?.[file];
  if (recorded !== undefined) checkBytes(path, bytes, recorded);
  return bytes;
}

function checkBytes(path: string, bytes: Uint8Array, digest: string): void {
  if (sha256(bytes) === digest) return;
  const message = `${path}: this checkpoint is damaged: its bytes are not those that were written.`;
  throw new DamagedCheckpointError(message);
}
