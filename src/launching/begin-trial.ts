import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { InputError } from "../experiment/input-error.ts";
import { timeline } from "../experiment/timeline.ts";
import type { CheckpointPlace } from "../runs/checkpoints.ts";
import { checkpointAt } from "../runs/copy-run.ts";
import { readJournal } from "../runs/journal.ts";
import { refuseOthers } from "../runs/other-trainer.ts";
import { readRunInfo, type RunInfo, type TrialPlace } from "../runs/run-info.ts";
import { MOST_SEEDS, MOST_WEIGHTS, TRIED_KNOB, trialRecord, whyNotTried } from "../trials/proposal.ts";
import { branchRun } from "./branch-run.ts";

export interface TrialOrder {
  /** The parent run's folder. */
  readonly folder: string;
  /** A checkpoint of the parent. */
  readonly step: number;
  /** Its bytes where somebody holds them. */
  readonly held?: CheckpointPlace;
  readonly runsFolder: string;
  readonly weights: readonly number[];
  /** How many steps each branch trains. */
  readonly budget: number;
  readonly seeds: readonly number[];
}

export interface BegunTrial {
  readonly id: string;
  /** The branches' folders, ready to start; all weights of a seed before the next seed. */
  readonly folders: readonly string[];
}

/** The pairing weight that a checkpoint was trained with at its last step: what branches from it begin with. Throws RunReadError. */
export function weightAtCheckpoint(
  folder: string,
  step: number,
  { experiment }: Pick<RunInfo, "experiment">,
): number {
  const turned = readJournal(folder).flatMap(({ kind, step: at, key, to }) =>
    kind === "intervention" && key !== undefined && to !== undefined && at < step
      ? [{ step: at, key, to }]
      : [],
  );
  return timeline(experiment, turned).at(step)[TRIED_KNOB] ?? 0;
}

/**
 * Makes the branches of a trial: for each weight and seed one from the same checkpoint, which holds that weight. All of
 * them or none. Throws InputError, RunReadError, RunWriteError.
 */
export async function beginTrial(order: TrialOrder): Promise<BegunTrial> {
  const { folder, step, weights, budget, seeds } = order;
  const info = readRunInfo(folder);
  refuseOthers(info, "tryWeights");
  const refuse = (path: string, message: string) => {
    throw new InputError([{ file: info.id, path, message }]);
  };
  const reason = whyNotTried(info.experiment);
  if (reason !== null) refuse(TRIED_KNOB, reason);
  if (weights.length > MOST_WEIGHTS || seeds.length > MOST_SEEDS)
    refuse(TRIED_KNOB, `a trial has ${MOST_WEIGHTS} weights and ${MOST_SEEDS} seeds at most`);
  if (!Number.isSafeInteger(budget) || budget < 1) refuse("steps", "a trial needs at least one step");
  const place = {
    id: randomUUID(),
    key: TRIED_KNOB,
    baseline: weightAtCheckpoint(folder, step, info),
    until: step + budget,
  };
  const record = trialRecord(info.experiment, budget);
  const held = order.held ?? checkpointAt(folder, step);
  return { id: place.id, folders: await makeBranches({ ...order, held }, place, record) };
}

/**
 * Makes branches of further seeds for a trial, after the pattern of one of its branches: from the checkpoint that this one
 * began from and keeps, since the parent may have thinned its own. Throws as `beginTrial` does.
 */
export async function extendTrial(
  order: Omit<TrialOrder, "budget" | "held">,
  pattern: { readonly folder: string; readonly info: RunInfo; readonly trial: TrialPlace },
): Promise<readonly string[]> {
  const held = checkpointAt(pattern.folder, order.step);
  return makeBranches({ ...order, held }, pattern.trial, pattern.info.experiment.record);
}

async function makeBranches(
  { folder, step, held, runsFolder, weights, seeds }: Required<Omit<TrialOrder, "budget">>,
  { id, key, baseline, until }: Omit<TrialPlace, "value">,
  { evaluation, samples }: ReturnType<typeof trialRecord>,
): Promise<string[]> {
  const made: string[] = [];
  try {
    for (const seed of seeds)
      for (const value of weights) {
        const settings = [
          { key, value },
          { key: "record.evaluation", value: evaluation },
          { key: "record.samples", value: samples },
        ];
        const trial = { id, key, value, baseline, until };
        made.push(await branchRun({ folder, step, held, runsFolder, settings, seed, steps: until, trial }));
      }
  } catch (error) {
    for (const branch of made) rmSync(branch, { recursive: true, force: true });
    throw error;
  }
  return made;
}
