import { execFile } from "node:child_process";
import { dirname, sep } from "node:path";
import { promisify } from "node:util";
import { dataDigest } from "../data/data-digest.ts";
import { DataError } from "../data/data-error.ts";
import { checkData } from "../data/open-dataset.ts";
import { readingText } from "../data/reading.ts";
import { featuresDigest } from "../evaluation/changed-files.ts";
import { readFeatureNetwork } from "../evaluation/feature-network.ts";
import { pictureShape } from "../evaluation/picture-shape.ts";
import { isFeatureName, type TrainingDevice } from "../experiment/catalog.ts";
import { findMisshapen } from "../experiment/constraints.ts";
import { executionPlan, memoryAssumption, memoryEstimate, planRuns } from "../experiment/execution-plan.ts";
import { InputError } from "../experiment/input-error.ts";
import type { Finding } from "../experiment/issue-message.ts";
import { problemOf } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { KeyPath } from "../experiment/source-tree.ts";
import { createRun } from "../runs/create-run.ts";
import { readModules } from "../modules/read-modules.ts";
import type { KeptModules } from "../runs/kept-modules.ts";
import type { DeviceTimings, SweepPlace } from "../runs/run-info.ts";
import { chooseDevice } from "./choose-device.ts";
import { checkDevice } from "./devices.ts";
import { thisMachine } from "./this-machine.ts";
import { versions } from "./versions.ts";

export interface RunOrder {
  readonly experiment: Experiment;
  readonly runsFolder: string;
  /** The experiment file; it is recorded, and its git commit. */
  readonly file?: string;
  /** How many runs train at the same time here and share the cores; 1 when left out. */
  readonly atOnce?: number;
  /** The cores of a run that this one shall equal. */
  readonly cores?: number;
  /** The folder with TensorFlow's package, for its devices. */
  readonly tensorflowFolder?: string | undefined;
  /** The modules of a run that is trained again; those that lie beside `file` when left out. */
  readonly modules?: KeptModules;
  /** The file of a run that is trained again: it is recorded, and nothing is read from it. */
  readonly fileBefore?: string;
}

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** The key of an experiment that names a file, or a folder with it; of the data where none does. */
function keyOf({ data, evaluation }: Experiment, file: string): KeyPath {
  if (evaluation.features === file) return ["evaluation", "features"];
  const named = Object.entries(data).find(
    ([, value]) =>
      typeof value === "string" && value !== "" && (value === file || file.startsWith(value + sep)),
  );
  return named === undefined ? ["data"] : ["data", named[0]];
}

/** What became known of an experiment when it was checked. */
export interface CheckedExperiment {
  /** Bytes that a run of it needs at most. */
  readonly memory: number;
  /** What was read of the data's files, for people; null where it has none. */
  readonly data: string | null;
}

/**
 * Looks at everything that an experiment names. Rejects with an InputError, at the key to blame, when the experiment's data cannot be opened, its networks or its
 * feature network do not fit the data's samples, a module of its own cannot be read or be right, or the plan does not fit
 * into memory. Nothing of a module runs.
 */
export async function checkExperiment(
  experiment: Experiment,
  file: string,
  memory = thisMachine().memory,
): Promise<CheckedExperiment> {
  await readModules(experiment, file);
  return checkBesideModules(experiment, file, memory);
}

/** The same, where the modules are read already. */
export async function checkBesideModules(
  experiment: Experiment,
  file: string,
  memory: number,
): Promise<CheckedExperiment> {
  const problems = (findings: readonly Finding[]) =>
    new InputError(findings.map(finding => problemOf(experiment, finding, file)));
  const { sampleShape, reading } = await checkFiles(experiment).catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    throw problems([{ path: keyOf(experiment, error.file), message: error.message, at: "value" }]);
  });
  const misshapen = findMisshapen(experiment, sampleShape);
  if (misshapen.length > 0) throw problems(misshapen);
  const needed = memoryEstimate(experiment, sampleShape);
  if (needed > memory) {
    const assumed = memoryAssumption(experiment);
    const about = `${gigabytes(needed)} of memory${assumed === null ? "" : ` (${assumed})`}`;
    const message = `this needs about ${about} and this machine has ${gigabytes(memory)}; make the networks, batch or evaluation.samples smaller`;
    throw new InputError([{ file, path: "", message }]);
  }
  return { memory: needed, data: reading === null ? null : readingText(reading) };
}

/** What the data's samples are, once every file that the experiment names was found to be usable. Rejects with DataError. */
async function checkFiles({ data, evaluation: { features } }: Experiment): ReturnType<typeof checkData> {
  const found = await checkData(data);
  const pictures = pictureShape(found.sampleShape);
  if (pictures !== null && !isFeatureName(features)) readFeatureNetwork(features, pictures);
  return found;
}

/** Checks the experiment and makes the folder of its run, whose path it gives. Throws InputError, DataError, RunWriteError. */
export async function prepareRun(order: RunOrder): Promise<string> {
  const { experiment, runsFolder, file, atOnce = 1, tensorflowFolder } = order;
  const recorded = file ?? order.fileBefore;
  const machine = thisMachine();
  const name = file ?? experiment.name;
  const modules = order.modules ?? (await readModules(experiment, name));
  const { memory } = await checkBesideModules(experiment, name, machine.memory);
  await checkDevice(experiment, name, { tensorflowFolder });
  const { cores } = planRuns(
    { experiments: [experiment], memory, jobs: atOnce, cores: order.cores ?? null },
    machine,
  );
  const { device, timings } = await chooseDevice(experiment, cores, { tensorflowFolder });
  return makeRun({
    experiment,
    device,
    ...(timings === null ? {} : { timings }),
    runsFolder,
    cores,
    memory,
    modules,
    commit: file === undefined ? null : await commitOf(dirname(file)),
    ...(recorded === undefined ? {} : { file: recorded }),
  });
}

export interface CheckedOrder {
  readonly experiment: Experiment;
  /** What computes it; the experiment's own when left out, for `auto` the processor. */
  readonly device?: TrainingDevice;
  readonly timings?: DeviceTimings;
  readonly runsFolder: string;
  readonly commit: string | null;
  /** The experiment's file, where it was read from one. */
  readonly file?: string;
  /** Those that it may use. */
  readonly cores: number;
  /** Bytes that it takes at most, as estimated. */
  readonly memory: number;
  readonly modules: KeptModules;
  readonly sweep?: SweepPlace;
}

/** Makes the folder of a run whose experiment has been checked. Throws DataError, RunWriteError. */
export async function makeRun({
  experiment,
  device,
  timings,
  runsFolder,
  commit,
  file,
  cores,
  memory,
  modules,
  sweep,
}: CheckedOrder): Promise<string> {
  const digest = await dataDigest(experiment.data);
  const features = await featuresDigest(experiment.evaluation);
  return createRun(runsFolder, {
    experiment,
    seed: experiment.seed,
    parent: null,
    plan: { ...executionPlan(experiment, cores, device), memory },
    ...(timings === undefined ? {} : { timings }),
    versions: versions(),
    commit,
    ...(file === undefined ? {} : { file }),
    modules,
    ...(sweep === undefined ? {} : { sweep }),
    ...(digest === null ? {} : { dataDigest: digest }),
    ...(features === null ? {} : { featuresDigest: features }),
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
