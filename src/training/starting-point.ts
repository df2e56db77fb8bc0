import { dirname, join } from "node:path";
import type { SafeTensor } from "../formats/safetensors.ts";
import { checkpointPlaces, checkWholeness, readState, type CheckpointPlace } from "../runs/checkpoints.ts";
import { readDigests, type CheckpointDigest } from "../runs/digests.ts";
import { DamagedCheckpointError, RunReadError } from "../runs/errors.ts";
import type { RunWriter } from "../runs/run-writer.ts";
import { typedForRun } from "../runs/typed-command.ts";
import { tryAgain } from "../runs/write-guard.ts";

/** Where a training goes on. */
export interface StartingPoint {
  /** The last finished step; 0 where it begins. */
  readonly step: number;
  /** The state after that step; null where it begins. */
  readonly tensors: ReadonlyMap<string, SafeTensor> | null;
  /** Steps whose checkpoints were damaged and put aside, ascending: to be kept again when the training comes there. */
  readonly lost: readonly number[];
  /** What people should know of it; "" mostly. */
  readonly notice: string;
}

/**
 * Goes back from the newest checkpoint to one whose bytes are those that were written, or to the run's begin; those that
 * are damaged are put aside. Throws RunReadError where a branch has nothing left to begin from, and where a checkpoint
 * cannot be read for a reason that says nothing of its bytes; then nothing is put aside.
 */
export function startingPoint(run: RunWriter): StartingPoint {
  const digests = tryAgain(() => readDigests(run.folder));
  const lost: number[] = [];
  for (const place of tryAgain(() => checkpointPlaces(run.folder)).reverse()) {
    const tensors = soundTensors(place, digests.get(place.step));
    if (tensors !== null) return { step: place.step, tensors, lost, notice: putAside(run, lost, place.step) };
    lost.unshift(place.step);
  }
  const { parent, experiment } = run.info;
  if (parent !== null)
    throw new RunReadError(
      `${run.folder}: the checkpoint that this branch began from is damaged; branch again: ${typedForRun("branch", join(dirname(run.folder), parent.id), experiment, "--at", String(parent.step))}`,
    );
  return { step: 0, tensors: null, lost, notice: putAside(run, lost, 0) };
}

/** The state of a checkpoint; null where it is damaged. What may be the disk's or the network's moment is read again for some seconds. */
function soundTensors(
  { folder }: CheckpointPlace,
  recorded: CheckpointDigest | undefined,
): StartingPoint["tensors"] {
  try {
    return tryAgain(() => {
      checkWholeness(folder);
      return readState(folder, recorded).tensors;
    });
  } catch (error) {
    if (error instanceof DamagedCheckpointError) return null;
    throw error;
  }
}

function putAside(run: RunWriter, lost: readonly number[], step: number): string {
  if (lost.length === 0) return "";
  const names = lost.map(damaged => run.setCheckpointAside(damaged));
  const [which, are, they] =
    lost.length === 1
      ? [`checkpoint of step ${lost.join("")}`, "is", "it was"]
      : [`checkpoints of steps ${lost.join(", ")}`, "are", "they were"];
  const notice = `the ${which} ${are} damaged (not the bytes that were written): the run goes on from step ${step}; ${they} put aside as ${names.join(", ")}`;
  run.journal({ step, kind: "notice", message: notice });
  run.log(notice);
  return notice;
}
