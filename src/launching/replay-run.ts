import { randomBytes, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DataError } from "../data/data-error.ts";
import { changedFiles } from "../evaluation/changed-files.ts";
import { listCheckpoints } from "../runs/checkpoints.ts";
import { appendRequest } from "../runs/control.ts";
import { copyUntrained } from "../runs/copy-run.ts";
import { readDigests, type CheckpointDigest } from "../runs/digests.ts";
import { RunReadError } from "../runs/errors.ts";
import { refuseOthers } from "../runs/other-trainer.ts";
import { readRunInfo, type RunInfo } from "../runs/run-info.ts";
import { sweepTemporary, temporaryName } from "../runs/temporary.ts";
import { guardWrite } from "../runs/write-guard.ts";
import { letGo } from "../unattended/unattended.ts";
import { tensorDifferences, type TensorDifference } from "./tensor-differences.ts";
import { startTrainer, type TrainerEnd } from "./trainer.ts";

export type { TensorDifference } from "./tensor-differences.ts";

export type ReplayedCheckpoint =
  | { readonly step: number; readonly equal: true }
  | { readonly step: number; readonly equal: false; readonly tensors: readonly TensorDifference[] };

export interface ReplayOrder {
  /** The run to train again. */
  readonly folder: string;
  /** Where the temporary run lies while it trains; beside the original when left out. */
  readonly runsFolder?: string;
  /** Replay up to this step; the last one with a digest when left out. */
  readonly to?: number;
  /** Whether modules that the run keeps may run; they may not when left out. */
  readonly trust?: boolean;
  /** The folder with TensorFlow's package, for runs of its devices. */
  readonly tensorflowFolder?: string | undefined;
  /** Called with what people should know before anything is compared. */
  readonly onNotice?: (notice: string) => void;
  /** Called for each checkpoint as it is compared. */
  readonly onCheckpoint?: (checkpoint: ReplayedCheckpoint) => void;
  readonly signal?: AbortSignal;
  /** The trainer's program, where it is not beside our own. */
  readonly script?: string;
}

export interface ReplayResult {
  /** What people should know of it: files that are not those of the run. */
  readonly notices: readonly string[];
  readonly checkpoints: readonly ReplayedCheckpoint[];
  /** The first that differs (the replay ends there); null when all are equal. */
  readonly parted: (ReplayedCheckpoint & { readonly equal: false }) | null;
  readonly trainer: TrainerEnd;
}

const changes = {
  data: "the data files are not those that the run began with: where the replay parts from it, that alone may be why",
  features:
    "the feature network is not the one that the run began with: checkpoints are compared all the same, its measures would be others",
} as const;

const POLL_MS = 100;
const ABORT_GRACE_MS = 3_000;

/**
 * Trains a run again from its recorded experiment, seed and interventions, in a temporary folder that no list shows,
 * and compares every checkpoint's digest with the original's, thinned ones too. Ends where they part. Rejects with
 * RunReadError when there is nothing to compare, RunWriteError, TrainerError.
 */
export async function replayRun(order: ReplayOrder): Promise<ReplayResult> {
  const original = resolve(order.folder);
  const info = readRunInfo(original);
  refuseOthers(info, "replay");
  const first = info.parent?.step ?? -1;
  const wanted = [...readDigests(original).values()]
    .filter(({ step }) => step > first && step <= (order.to ?? Infinity))
    .sort((a, b) => a.step - b.step);
  const last = wanted.at(-1)?.step ?? 0;
  if (last === 0) {
    const reach = order.to === undefined ? "" : ` up to step ${order.to}`;
    throw new RunReadError(`${original} has no checkpoint to compare a replay with${reach}.`);
  }
  const notices = (await changedFilesOf(info)).map(what => changes[what]);
  for (const notice of notices) order.onNotice?.(notice);
  const runsFolder = order.runsFolder ?? dirname(original);
  sweepTemporary(runsFolder);
  const folder = temporaryName(join(runsFolder, `replay-${info.id}-${randomBytes(4).toString("hex")}`));
  try {
    guardWrite(folder, () => {
      copyUntrained(original, folder, info.parent);
    });
    return { notices, ...(await follow({ ...order, folder: original }, folder, wanted, last)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that cannot be read are the trainer's to name. */
async function changedFilesOf(info: RunInfo): Promise<("data" | "features")[]> {
  try {
    return await changedFiles(info);
  } catch (error) {
    if (error instanceof DataError) return [];
    throw error;
  }
}

/** Trains the copy up to step `last` and compares as its checkpoints come. */
async function follow(
  { folder: original, signal, script, onCheckpoint, trust = false, tensorflowFolder }: ReplayOrder,
  folder: string,
  wanted: readonly CheckpointDigest[],
  last: number,
): Promise<Omit<ReplayResult, "notices">> {
  const checkpoints: ReplayedCheckpoint[] = [];
  const trainer = await startTrainer(folder, {
    detached: false,
    upTo: last,
    replayOf: original,
    trust,
    tensorflowFolder,
    ...(script === undefined ? {} : { script }),
  });
  const abort = () => {
    letGo(trainer.stop(ABORT_GRACE_MS));
  };
  signal?.addEventListener("abort", abort);
  try {
    if (signal?.aborted === true) abort();
    for (let parted: ReplayResult["parted"] = null; ;) {
      const end = await Promise.race([trainer.ended, delay(POLL_MS, null)]);
      const pending: readonly CheckpointDigest[] = parted === null ? wanted.slice(checkpoints.length) : [];
      for (const checkpoint of newlyCompared(original, folder, pending)) {
        checkpoints.push(checkpoint);
        onCheckpoint?.(checkpoint);
        if (!checkpoint.equal) parted = checkpoint;
      }
      if (parted !== null && pending.length > 0) askToStop(folder);
      if (end !== null) return { checkpoints, parted, trainer: end };
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    await trainer.stop(ABORT_GRACE_MS);
  }
}

function askToStop(folder: string): void {
  appendRequest(folder, { id: randomUUID(), at: new Date().toISOString(), by: "replay", do: "stop" });
}

/** Compares the checkpoints that the replay has by now, in order, up to the first that differs. */
function* newlyCompared(
  original: string,
  replay: string,
  wanted: readonly CheckpointDigest[],
): Generator<ReplayedCheckpoint> {
  const digests = readDigests(replay);
  for (const expected of wanted) {
    const found = digests.get(expected.step);
    if (found === undefined) return;
    const checkpoint = compare({ folder: original, digest: expected }, { folder: replay, digest: found });
    yield checkpoint;
    if (!checkpoint.equal) return;
  }
}

interface Side {
  readonly folder: string;
  readonly digest: CheckpointDigest;
}

function compare(original: Side, replay: Side): ReplayedCheckpoint {
  const { step } = original.digest;
  if (original.digest.digest === replay.digest.digest) return { step, equal: true };
  const place = (side: Side) => listCheckpoints(side.folder).find(checkpoint => checkpoint.step === step);
  const a = place(original);
  const b = place(replay);
  const places = a === undefined || b === undefined ? null : { a, b };
  return { step, equal: false, tensors: tensorDifferences(original.digest, replay.digest, places) };
}
