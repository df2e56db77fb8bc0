import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { checkCheckpoint, digestOfCheckpoint, listCheckpoints, type CheckpointPlace } from "./checkpoints.ts";
import { RunReadError } from "./errors.ts";
import { checkpointFiles, runFiles } from "./file-names.ts";
import { keepModules, keptModules } from "./kept-modules.ts";
import { syncPath } from "./replace-file.ts";
import { readRunInfo } from "./run-info.ts";

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
  checkCheckpoint(place);
  return place;
}

/** Copies a checkpoint into another run's folder, durably, with its digest. Throws RunReadError where it is damaged. */
export function copyCheckpoint(place: CheckpointPlace, runFolder: string): void {
  const folder = join(runFolder, runFiles.checkpoints, basename(place.folder));
  mkdirSync(folder, { recursive: true });
  for (const name of Object.values(checkpointFiles)) {
    copyFileSync(join(place.folder, name), join(folder, name));
    syncPath(join(folder, name));
  }
  syncPath(folder);
  const digests = join(runFolder, runFiles.digests);
  writeFileSync(digests, `${JSON.stringify(digestOfCheckpoint(place))}\n`);
  syncPath(digests);
}

/** Makes a folder that holds a run as it was before its first step: what it is, its modules and, for a branch, the checkpoint it began from. */
export function copyUntrained(
  runFolder: string,
  target: string,
  parent: { readonly step: number } | null,
): void {
  const first = parent === null ? null : checkpointAt(runFolder, parent.step);
  mkdirSync(target);
  copyFileSync(join(runFolder, runFiles.info), join(target, runFiles.info));
  keepModules(target, keptModules(runFolder, readRunInfo(runFolder)));
  if (first !== null) copyCheckpoint(first, target);
}
