import { join } from "node:path";
import * as z from "zod";
import { RunReadError } from "./errors.ts";
import { evaluationSchema, type EvaluationRecord } from "./evaluations.ts";
import { runFiles } from "./file-names.ts";
import { loadJsonFile, readJsonFile } from "./read-json.ts";
import type { RunInfo } from "./run-info.ts";
import { livesOn, type LivesOn } from "./signs-of-life.ts";
import { textUpTo } from "./text-up-to.ts";
import { unsaidStatus } from "./unsaid-status.ts";
import { errorCode } from "./write-guard.ts";

export const runStates = ["queued", "starting", "training", "paused", "done", "stopped", "failed"] as const;
export type RunState = (typeof runStates)[number];

/** What the trainer says of itself. */
export interface StatusUpdate {
  readonly state: RunState;
  /** The last finished step, and the one the run is to be trained to. */
  readonly step: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
  /** One sentence for people; "" when there is nothing to say. */
  readonly message: string;
  /** The last value of each tag of the training's own that is still recorded: losses, scores, knobs, speed; no measures. */
  readonly scalars: Readonly<Record<string, number>>;
  /** The measures, all of one step; null before the first evaluation, and in runs of releases that kept no step. */
  readonly lastEvaluation: EvaluationRecord | null;
  /** At most 16 values of coverage over the run. */
  readonly trend: readonly number[];
  /** Before which of these values (numbers from 1) coverage was undefined, since the value before: no line goes there. */
  readonly trendGaps: readonly number[];
  /** What one of the experiment's alerts said last, and at which step; left out where none did. */
  readonly alert?: { readonly step: number; readonly message: string } | undefined;
  /** What is known of what computes, as it is now; nothing where nothing can be told. */
  readonly device?: DeviceFacts;
  /** Why a failed run cannot be resumed, only branched; left out where it can. */
  readonly failure?: "not finite";
  /** Where the run's own module is to blame for its failure, lines and columns from 1. */
  readonly problem?: ModuleProblem;
}

/** What can be told of a device; each left out where it cannot. */
export interface DeviceFacts {
  /** What it is, as its maker calls it. */
  readonly maker?: string;
  /** Bytes of a card's own memory that are in use, by whoever. */
  readonly memory?: number;
  /** The share of time, 0 to 1, in which a card computed, for whomever. */
  readonly busy?: number;
}

export interface ModuleProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A number that another trainer lets people turn. */
export interface DeclaredKnob {
  readonly title: string;
  readonly value: number;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** status.json: what a run is doing. */
export interface Status extends StatusUpdate {
  /** Of another trainer's run, by key path: those of our own follow from the experiment. */
  readonly knobs?: Readonly<Record<string, DeclaredKnob>>;
  /** Null while no trainer has started. */
  readonly pid: number | null;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly heartbeatAt: string;
  /** Tells the process from another that got the same number later (process-name.ts). */
  readonly machine: string;
  readonly processStart: string;
}

const MOST_KNOBS = 50;
const keyPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/, "a knob's key is a path");
const knob = z
  .looseObject({
    title: z.string().max(200),
    value: z.number(),
    default: z.number(),
    minimum: z.number(),
    maximum: z.number(),
  })
  .refine(({ minimum, maximum }) => minimum <= maximum, "a knob's minimum is above its maximum");

const schema = z.looseObject({
  state: z.enum(runStates),
  step: z.int().min(0),
  steps: z.int().min(0),
  stepsPerSecond: z.number(),
  message: textUpTo(20_000),
  scalars: z.record(z.string(), z.number()),
  lastEvaluation: evaluationSchema.nullable().default(null),
  trend: z.array(z.number()),
  trendGaps: z.array(z.int().min(1)).default([]),
  device: z
    .looseObject({
      maker: z.string().max(1_000).exactOptional(),
      memory: z.number().min(0).exactOptional(),
      busy: z.number().min(0).exactOptional(),
    })
    .exactOptional(),
  alert: z.looseObject({ step: z.int().min(0), message: z.string() }).exactOptional(),
  failure: z.literal("not finite").exactOptional(),
  knobs: z
    .record(keyPath, knob)
    .refine(knobs => Object.keys(knobs).length <= MOST_KNOBS, `a run has at most ${MOST_KNOBS} knobs`)
    .exactOptional(),
  problem: z
    .looseObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1), message: z.string() })
    .exactOptional(),
  pid: z.int().nullable(),
  host: z.string().max(1_000),
  heartbeatAt: z.string().refine(text => !Number.isNaN(Date.parse(text)), "not a time"),
  machine: z.string().default(""),
  processStart: z.string().default(""),
});

/**
 * Reads status.json of a run's folder; where it is gone, what else is on record tells what can be told. Throws RunReadError when it
 * is broken, or there is no run.
 */
export function readStatus(folder: string): Status {
  try {
    return readJsonFile(join(folder, runFiles.status), schema);
  } catch (error) {
    return statusWithout(folder, error);
  }
}

/** The same without holding up the process. Rejects with RunReadError. */
export async function loadStatus(folder: string): Promise<Status> {
  try {
    return await loadJsonFile(join(folder, runFiles.status), schema);
  } catch (error) {
    return statusWithout(folder, error);
  }
}

/** Throws `refusal`, that of reading status.json, where it is not that the file is gone, or nothing else tells. */
function statusWithout(folder: string, refusal: unknown): Status {
  if (!(refusal instanceof RunReadError) || errorCode(refusal.cause) !== "ENOENT") throw refusal;
  try {
    return unsaidStatus(folder);
  } catch (error) {
    throw error instanceof RunReadError || errorCode(error) !== "" ? refusal : error;
  }
}

/** What the run said of itself last; null where that cannot be read (a crash, a copy), which keeps nobody from going on. */
export function readableStatus(folder: string): Status | null {
  try {
    return readStatus(folder);
  } catch (error) {
    if (error instanceof RunReadError) return null;
    throw error;
  }
}

/**
 * The step that a run is to be trained to: the status' `steps`, which the experiment begins with and a resume may change.
 * Where the status cannot be read, the experiment's.
 */
export function plannedSteps(folder: string, { experiment }: Pick<RunInfo, "experiment">): number {
  return readableStatus(folder)?.steps ?? experiment.steps;
}

/** A process may end between a look at its status and a look at itself: so young a heartbeat is not doubted. */
const YOUNG_MS = 3_000;

/** Whether the state is one that a trainer leaves behind on purpose. */
export function isEnded(state: RunState): boolean {
  switch (state) {
    case "done":
    case "stopped":
    case "failed":
      return true;
    case "queued":
    case "starting":
    case "training":
    case "paused":
      return false;
    default:
      return state satisfies never;
  }
}

/**
 * The state to show at time `now` (milliseconds since 1970): what the run says of itself, or "lost" when it should
 * be working and its process is gone.
 */
export function observedState(status: Status, now: number, lives: LivesOn = livesOn): RunState | "lost" {
  if (isEnded(status.state) || status.pid === null) return status.state;
  if (Math.abs(now - Date.parse(status.heartbeatAt)) <= YOUNG_MS) return status.state;
  return lives({ ...status, pid: status.pid }) ? status.state : "lost";
}
