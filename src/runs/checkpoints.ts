import type { SafeTensor } from "../formats/safetensors.ts";

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
  throw new Error(`not built yet: ${runFolder}`);
}

/** The newest complete checkpoint, or null. */
export function lastCheckpoint(runFolder: string): CheckpointPlace | null {
  return listCheckpoints(runFolder).at(-1) ?? null;
}

/** The path of one of a checkpoint's files. */
export function checkpointFile(
  checkpointFolder: string,
  file: "state" | "generator" | "discriminator",
): string {
  throw new Error(`not built yet: ${checkpointFolder} ${file}`);
}

/** Everything an exact resume needs. Throws RunReadError when the file is missing or damaged. */
export function readState(checkpointFolder: string): {
  tensors: Map<string, SafeTensor>;
  metadata: Record<string, string>;
} {
  throw new Error(`not built yet: ${checkpointFolder}`);
}
