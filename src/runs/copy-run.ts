import { copyFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { listCheckpoints, readStateBytes, type CheckpointPlace } from "./checkpoints.ts";
import { digestOf, readDigests } from "./digests.ts";
import { RunReadError } from "./errors.ts";
import { checkpointFiles, layout } from "./layout.ts";
import { syncPath } from "./replace-file.ts";

/**
 * The checkpoint of a run at a step, with its bytes checked against what was recorded when it was written. Throws
 * RunReadError that names the nearest ones where there is none, or says that it is damaged.
 */
export function checkpointAt(runFolder: string, step: number): CheckpointPlace {
  const places = listCheckpoints(runFolder);
  const place = places.find(candidate => candidate.step === step);
  if (place === undefined) {
    const before = places.findLast(candidate => candidate.step < step);
    const after = places.find(candidate => candidate.step > step);
    const nearest = [before, after]
      .filter(candidate => candidate !== undefined)
      .map(candidate => candidate.step);
    const known =
      nearest.length === 0
        ? "it has none"
        : `the nearest ${nearest.length === 1 ? "is" : "are"} ${nearest.join(" and ")}`;
    throw new RunReadError(`${runFolder} has no checkpoint of step ${step}: ${known}.`);
  }
  const recorded = readDigests(runFolder).get(step);
  if (
    recorded !== undefined &&
    digestOf(step, readStateBytes(place.folder), new Map()).digest !== recorded.digest
  ) {
    throw new RunReadError(
      `${place.folder}: this checkpoint is damaged: its bytes are not those that were written.`,
    );
  }
  return place;
}

/** Copies a checkpoint into another run's folder, durably; its digest is made when that run is opened. */
export function copyCheckpoint(place: CheckpointPlace, runFolder: string): void {
  const folder = join(runFolder, layout.checkpoints, basename(place.folder));
  mkdirSync(folder, { recursive: true });
  for (const name of Object.values(checkpointFiles)) {
    copyFileSync(join(place.folder, name), join(folder, name));
    syncPath(join(folder, name));
  }
  syncPath(folder);
}

/** Makes a folder that holds a run as it was before its first step: what it is and, for a branch, the checkpoint it began from. */
export function copyUntrained(
  runFolder: string,
  target: string,
  parent: { readonly step: number } | null,
): void {
  const first = parent === null ? null : checkpointAt(runFolder, parent.step);
  mkdirSync(target);
  copyFileSync(join(runFolder, layout.info), join(target, layout.info));
  if (first !== null) copyCheckpoint(first, target);
}
