import { randomInt } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RecordedPlan } from "../experiment/execution-plan.ts";
import type { Experiment } from "../experiment/schema.ts";
import { runFiles } from "./file-names.ts";
import { keepModules, moduleFiles, type KeptModules } from "./kept-modules.ts";
import { currentProcess } from "./process-name.ts";
import { syncPath, writeFile } from "./replace-file.ts";
import { recordedFile } from "./own-file.ts";
import { sweepTemporary, temporaryName } from "./temporary.ts";
import type { DeviceTimings, RunInfo, SweepPlace, TrialPlace, Versions } from "./run-info.ts";
import type { Status } from "./status.ts";
import { errorCode, guardWrite } from "./write-guard.ts";

export interface NewRun {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly parent: { readonly id: string; readonly step: number } | null;
  readonly plan: RecordedPlan;
  readonly timings?: DeviceTimings;
  readonly versions: Versions;
  readonly commit?: string | null;
  /** The experiment's file, where it was read from one. */
  readonly file?: string;
  readonly sweep?: SweepPlace;
  readonly trial?: TrialPlace;
  readonly dataDigest?: string;
  readonly featuresDigest?: string;
  /** The researcher's own that it is trained with; none where left out. */
  readonly modules?: KeptModules;
  /** Puts more into the folder before it becomes a run that others see: a branch's first checkpoint. */
  readonly fill?: (folder: string) => void;
}

/**
 * Makes the folder of a new run with run.json and status.json ("queued"), and gives its path. It appears whole or not
 * at all. Throws RunWriteError.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- asynchronous for its callers: a refusal is a rejection
export async function createRun(runsFolder: string, run: NewRun): Promise<string> {
  const { fill, modules = {}, file, ...recorded } = run;
  const now = new Date();
  return guardWrite(runsFolder, () => {
    mkdirSync(runsFolder, { recursive: true });
    sweepTemporary(runsFolder);
    for (;;) {
      const id = newRunId(now, run.experiment.name, run.seed);
      const temporary = temporaryName(join(runsFolder, `new-${id}`));
      const folder = join(runsFolder, id);
      const info: RunInfo = {
        id,
        name: run.experiment.name,
        ...recorded,
        createdAt: now.toISOString(),
        device: run.plan.device,
        commit: run.commit ?? null,
        ...(file === undefined ? {} : { file: recordedFile(runsFolder, file) }),
        ...(Object.keys(modules).length === 0 ? {} : { modules: moduleFiles(modules) }),
      };
      mkdirSync(temporary);
      try {
        fillRun(temporary, info);
        keepModules(temporary, modules);
        fill?.(temporary);
        renameSync(temporary, folder);
      } catch (error) {
        rmSync(temporary, { recursive: true, force: true });
        if (["ENOTEMPTY", "EEXIST"].includes(errorCode(error))) continue;
        throw error;
      }
      syncPath(runsFolder);
      return folder;
    }
  });
}

function fillRun(folder: string, info: RunInfo): void {
  mkdirSync(join(folder, runFiles.samples));
  mkdirSync(join(folder, runFiles.checkpoints));
  const { host, machine } = currentProcess();
  const status: Status = {
    state: "queued",
    step: info.parent?.step ?? 0,
    steps: info.experiment.steps,
    stepsPerSecond: 0,
    message: "",
    scalars: {},
    lastEvaluation: null,
    trend: [],
    trendGaps: [],
    pid: null,
    host,
    machine,
    processStart: "",
    heartbeatAt: info.createdAt,
  };
  writeFile(join(folder, runFiles.info), json(info), { durable: true });
  writeFile(join(folder, runFiles.status), json(status), { durable: true });
  syncPath(folder);
}

/** A document as its file has it: indented, for people. */
export function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`, "utf8");
}

const letters = "abcdefghijkmnpqrstuvwxyz23456789";

/** A name that sorts by time (UTC) and reads well, such as 2026-11-22-143005-ring-8-s1-k3f9. */
function newRunId(now: Date, name: string, seed: number): string {
  const [date = "", time = ""] = now.toISOString().split("T");
  const clock = time.slice(0, 8).replaceAll(":", "");
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  const random = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return [date, clock, slug === "" ? "run" : slug, `s${seed}`, random].join("-");
}
