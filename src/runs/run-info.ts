import { join } from "node:path";
import * as z from "zod";
import { customParts, type CustomPart } from "../experiment/custom-parts.ts";
import { isTrainingDevice, type TrainingDevice } from "../experiment/catalog.ts";
import type { ExecutionPlan, RecordedPlan } from "../experiment/execution-plan.ts";
import { InputError } from "../experiment/input-error.ts";
import { changeExperiment } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { RunReadError } from "./errors.ts";
import { runFiles } from "./file-names.ts";
import { refuseOthers, type OtherTrainer } from "./other-trainer.ts";
import { loadJsonFile, readJsonFile } from "./read-json.ts";
import { runId } from "./run-id.ts";
import { textUpTo } from "./text-up-to.ts";
import { completed, outlineProblem, trainerSchema } from "./trainer-outline.ts";

/** What made the run: our own version and those of what its numbers depend on. */
export interface Versions {
  readonly pairingLab: string;
  readonly node: string;
  readonly onnxruntime: string;
  readonly tfjs: string;
}

/** The place of a run in its sweep; `point` maps key paths to values. */
export interface SweepPlace {
  readonly name: string;
  readonly point: Readonly<Record<string, unknown>>;
  readonly seed: number;
}

/** What a branch tries in a trial: one of several branches of the same checkpoint that differ in one knob alone. */
export interface TrialPlace {
  /** The same for all branches of a trial. */
  readonly id: string;
  /** The knob that is tried, this branch's value of it, and the value that the parent had. */
  readonly key: string;
  readonly value: number;
  readonly baseline: number;
  /** The step at which the branches are compared. */
  readonly until: number;
}

/** Steps a second by device, where several were measured to choose one. */
export type DeviceTimings = Readonly<Partial<Record<TrainingDevice, number>>>;

/** run.json: what a run is. Written once, when the run is created. */
export interface RunInfo {
  readonly id: string;
  readonly name: string;
  /** Who trains it, where that is not Pairing Lab: then the experiment is an outline, and what that trainer says itself. */
  readonly trainer?: OtherTrainer;
  /** As resolved: every key is present. */
  readonly experiment: Experiment;
  readonly seed: number;
  /** The run and step that this one branched from; null when it began at step 0. */
  readonly parent: { readonly id: string; readonly step: number } | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly versions: Versions;
  readonly device: string;
  /** What "device": "auto" was decided by; absent where nothing was measured. */
  readonly timings?: DeviceTimings;
  /** How the step is executed; resume, branch and replay take it from here, so that they give the same bytes. */
  readonly plan: RecordedPlan;
  /** The git commit of the folder the experiment file lies in, where there is one. */
  readonly commit: string | null;
  /**
   * The experiment's file, from the folder of runs: what is moved together is found again. It names a file and is never
   * opened by itself. Absent where there is none (and in runs of early versions).
   */
  readonly file?: string;
  readonly sweep?: SweepPlace;
  readonly trial?: TrialPlace;
  /** SHA-256 of the data's files, in hexadecimal; absent where data come from none (and in runs of early versions). */
  readonly dataDigest?: string;
  /** The same of the feature network's file; absent where the experiment names none (and in runs of early versions). */
  readonly featuresDigest?: string;
  /** Where the modules that the run keeps were written, by the part of the experiment; absent where it has none. */
  readonly modules?: Readonly<Partial<Record<CustomPart, string>>>;
}

const step = z.int().min(0);

const experimentOutline = z.looseObject({
  name: z.string(),
  steps: z.number(),
  data: z.looseObject({ kind: z.string() }),
  latent: z.looseObject({ size: z.number() }),
  record: z.looseObject({ checkpoint: z.number() }),
});

const isExperiment = (value: unknown): boolean => experimentOutline.safeParse(value).success;

/** What pages take of a text in one line. */
const MOST_NAME = 1_000;

const fields = z.looseObject({
  id: runId,
  name: textUpTo(MOST_NAME),
  trainer: trainerSchema.exactOptional(),
  experiment: z.custom<Experiment>(isExperiment, "not an experiment with all its keys"),
  seed: z.number(),
  parent: z.looseObject({ id: runId, step }).nullable(),
  createdAt: z.string().max(MOST_NAME),
  versions: z.looseObject({
    pairingLab: z.string(),
    node: z.string(),
    onnxruntime: z.string(),
    tfjs: z.string(),
  }),
  device: z.string().max(MOST_NAME),
  timings: z.record(z.string(), z.number()).exactOptional(),
  plan: z.looseObject({
    device: z.string(),
    threads: z.int().min(0),
    graphOptimization: z.enum(["all", "disabled"]),
    stepsPerCall: z.int().min(1),
    memory: z.number().positive().exactOptional(),
  }),
  commit: z.string().nullable().default(null),
  file: z.string().exactOptional(),
  sweep: z
    .looseObject({ name: z.string(), point: z.record(z.string(), z.unknown()), seed: z.number() })
    .exactOptional(),
  trial: z
    .looseObject({
      id: z.string().min(1),
      key: z.string(),
      value: z.number(),
      baseline: z.number(),
      until: step,
    })
    .exactOptional(),
  dataDigest: z.string().exactOptional(),
  featuresDigest: z.string().exactOptional(),
  modules: z.partialRecord(z.enum(customParts), z.string()).exactOptional(),
});

const schema = z.preprocess(
  completed,
  fields.superRefine(({ trainer, experiment }, context) => {
    const problem = trainer === undefined ? null : outlineProblem(experiment);
    if (problem !== null) context.addIssue({ code: "custom", path: ["experiment"], message: problem });
  }),
);

/** Reads run.json of a run's folder. Throws RunReadError when it is missing or not a run's. */
export function readRunInfo(folder: string): RunInfo {
  return readJsonFile(join(folder, runFiles.info), schema);
}

/** The same without holding up the process. Rejects with RunReadError. */
export function loadRunInfo(folder: string): Promise<RunInfo> {
  return loadJsonFile(join(folder, runFiles.info), schema);
}

/**
 * The same with its experiment checked in full and as this version resolves it, for what only our own trainer does. Throws
 * RunReadError for an experiment that this version does not know, and for runs of another trainer.
 */
export function resolvedRunInfo(info: RunInfo, folder: string): RunInfo {
  refuseOthers(info, "resume");
  const path = join(folder, runFiles.info);
  try {
    return { ...info, experiment: changeExperiment(info.experiment, path) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const by = `this run was made by Pairing Lab ${info.versions.pairingLab} and cannot go on with this version`;
    throw new RunReadError(`${by}: ${error.message}`, { cause: error });
  }
}

/** How a run is executed. Throws RunReadError for a device that this version does not know. */
export function executedPlan({ plan, versions }: RunInfo): ExecutionPlan {
  const { device } = plan;
  if (isTrainingDevice(device)) return { ...plan, device };
  throw new RunReadError(
    `this run was made by Pairing Lab ${versions.pairingLab} for the device ${JSON.stringify(device)}, which this version does not have; branch from one of its checkpoints with device=cpu`,
  );
}
