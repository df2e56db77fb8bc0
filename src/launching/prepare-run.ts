import { execFile } from "node:child_process";
import { totalmem } from "node:os";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { dataDigest } from "../data/data-digest.ts";
import { checkData } from "../data/open-dataset.ts";
import { readFeatureNetwork } from "../evaluation/feature-network.ts";
import { pictureShape } from "../evaluation/picture-shape.ts";
import { isFeatureName } from "../experiment/catalog.ts";
import { findMisshapen } from "../experiment/constraints.ts";
import { executionPlan, memoryEstimate } from "../experiment/execution-plan.ts";
import { InputError } from "../experiment/input-error.ts";
import type { Experiment } from "../experiment/schema.ts";
import { createRun } from "../runs/create-run.ts";
import type { SweepPlace } from "../runs/run-info.ts";
import { physicalCores } from "./physical-cores.ts";
import { versions } from "./versions.ts";

export interface RunOrder {
  readonly experiment: Experiment;
  readonly runsFolder: string;
  /** The experiment file; its git commit is recorded. */
  readonly file?: string;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** Memory of this machine that we may use at most, in bytes. */
function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/**
 * Rejects (InputError, DataError) when the experiment's data cannot be opened, its networks or its feature network do not
 * fit the data's samples, or the plan does not fit into memory.
 */
export async function checkExperiment(
  experiment: Experiment,
  file: string,
  memory = memoryLimit(),
): Promise<void> {
  const sampleShape = await checkData(experiment.data);
  const misshapen = findMisshapen(experiment, sampleShape);
  if (misshapen.length > 0)
    throw new InputError(misshapen.map(({ path, message }) => ({ file, path: path.join("."), message })));
  const pictures = pictureShape(sampleShape);
  const { features } = experiment.evaluation;
  if (pictures !== null && !isFeatureName(features)) readFeatureNetwork(features, pictures);
  const needed = memoryEstimate(experiment, sampleShape);
  if (needed > memory) {
    const message = `this needs about ${gigabytes(needed)} of memory and this machine has ${gigabytes(memory)}; make the networks, batch or evaluation.samples smaller`;
    throw new InputError([{ file, path: "", message }]);
  }
}

/** Checks the experiment and makes the folder of its run, whose path it gives. Throws InputError, DataError, RunWriteError. */
export async function prepareRun({ experiment, runsFolder, file }: RunOrder): Promise<string> {
  await checkExperiment(experiment, file ?? experiment.name);
  return makeRun({
    experiment,
    runsFolder,
    commit: file === undefined ? null : await commitOf(dirname(file)),
  });
}

export interface CheckedOrder {
  readonly experiment: Experiment;
  readonly runsFolder: string;
  readonly commit: string | null;
  readonly sweep?: SweepPlace;
}

/** Makes the folder of a run whose experiment has been checked. Throws DataError, RunWriteError. */
export async function makeRun({ experiment, runsFolder, commit, sweep }: CheckedOrder): Promise<string> {
  const digest = await dataDigest(experiment.data);
  return createRun(runsFolder, {
    experiment,
    seed: experiment.seed,
    parent: null,
    plan: executionPlan(experiment, physicalCores()),
    versions: versions(),
    commit,
    ...(sweep === undefined ? {} : { sweep }),
    ...(digest === null ? {} : { dataDigest: digest }),
  });
}

/** The git commit of a folder; null where there is no repository or no git. */
export async function commitOf(folder: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, "rev-parse", "HEAD"], {
      timeout: 2_000,
    });
    return stdout.trim();
  } catch {
    return null;
  }
}
