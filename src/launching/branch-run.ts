import { featuresDigest } from "../evaluation/changed-files.ts";
import { executionPlan, type RecordedPlan } from "../experiment/execution-plan.ts";
import { InputError } from "../experiment/input-error.ts";
import { changeExperiment, type Setting } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { branchSchedule } from "../experiment/timeline.ts";
import type { CheckpointPlace } from "../runs/checkpoints.ts";
import { checkpointAt, copyCheckpoint } from "../runs/copy-run.ts";
import { createRun } from "../runs/create-run.ts";
import { interventionsOf, readJournal } from "../runs/journal.ts";
import { keptModules } from "../runs/kept-modules.ts";
import { refuseOthers } from "../runs/other-trainer.ts";
import { fileOfRun } from "../runs/own-file.ts";
import { readRunInfo, type RunInfo, type TrialPlace } from "../runs/run-info.ts";
import { plannedSteps } from "../runs/status.ts";
import { forbiddenChanges } from "./branch-changes.ts";
import { checkDevice } from "./devices.ts";
import { thisMachine } from "./this-machine.ts";
import { versions } from "./versions.ts";

export interface BranchOrder {
  /** The parent run's folder. */
  readonly folder: string;
  /** A checkpoint of the parent. */
  readonly step: number;
  /** That checkpoint's bytes where somebody holds them; the parent's own, which may be thinned away, when left out. */
  readonly held?: CheckpointPlace;
  readonly runsFolder: string;
  readonly settings?: readonly Setting[];
  /** Another stream of randomness; the parent's when left out. */
  readonly seed?: number;
  readonly steps?: number;
  /** The folder with TensorFlow's package, where somebody named or trusts one: for a branch onto its devices. */
  readonly tensorflowFolder?: string | undefined;
  /** Its place in a trial: the knob that is tried holds its value, whatever was planned for it. */
  readonly trial?: TrialPlace;
}

/**
 * Makes a new run from a run's checkpoint, ready to start; gives its folder. Its experiment is the parent's with the
 * knobs as they stood at that step and what the schedule had still planned. Throws InputError, DataError,
 * RunReadError, RunWriteError.
 */
export async function branchRun(order: BranchOrder): Promise<string> {
  const { folder, step, settings = [], seed, steps, trial, tensorflowFolder } = order;
  const parent = readRunInfo(folder);
  refuseOthers(parent, "branch");
  const checkpoint = order.held ?? checkpointAt(folder, step);
  const scheduled = branchSchedule(parent.experiment, interventionsOf(readJournal(folder)), step);
  const schedule = scheduled.schedule.filter(({ set }) => set !== trial?.key);
  const inherited = { ...scheduled, schedule, seed: parent.seed, steps: plannedSteps(folder, parent) };
  const name = `branch of ${parent.id} at step ${step}`;
  const experiment = changeExperiment(inherited, name, {
    settings,
    ...(seed === undefined ? {} : { seed }),
    ...(steps === undefined ? {} : { steps }),
  });
  // A run of an older version lacks the keys that came since: they have their defaults in it.
  const before = changeExperiment({ ...inherited, device: experiment.device }, name);
  const problems = forbiddenChanges(before, experiment, name);
  if (problems.length > 0) throw new InputError(problems);
  if (experiment.steps <= step) {
    const message = `${experiment.steps} steps leave nothing to train after step ${step}; ask for more with --steps`;
    throw new InputError([{ file: name, path: "steps", message }]);
  }
  if (experiment.device !== inherited.device) await checkDevice(experiment, name, { tensorflowFolder });
  const { features } = experiment.evaluation;
  const known = features === parent.experiment.evaluation.features ? parent.featuresDigest : undefined;
  const digest = known ?? (await featuresDigest(experiment.evaluation));
  const file = fileOfRun(folder, parent);
  return createRun(order.runsFolder, {
    experiment,
    seed: experiment.seed,
    parent: { id: parent.id, step },
    plan: branchPlan(experiment, parent),
    versions: versions(),
    commit: parent.commit,
    ...(file === null ? {} : { file }),
    modules: keptModules(folder, parent),
    ...(trial === undefined ? {} : { trial }),
    ...(parent.dataDigest === undefined ? {} : { dataDigest: parent.dataDigest }),
    ...(digest === null ? {} : { featuresDigest: digest }),
    fill: target => {
      copyCheckpoint(checkpoint, target);
    },
  });
}

/** The parent's, unless the branch asks for another device. */
function branchPlan(experiment: Experiment, { plan }: RunInfo): RecordedPlan {
  const { device } = experiment;
  if (device === "auto" || device === plan.device) return plan;
  const { cores } = thisMachine();
  return {
    ...executionPlan(experiment, cores),
    ...(plan.memory === undefined ? {} : { memory: plan.memory }),
  };
}
