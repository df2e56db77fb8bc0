import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RunReadError } from "../../runs/errors.ts";
import { observe } from "../../runs/list.ts";
import { readStatus } from "../../runs/status.ts";
import { guardWrite } from "../../runs/write-guard.ts";
import { standingOf } from "../../sweeps/standing.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";
import type { Launcher, LauncherKind, Launching, Task } from "../sweep/launcher.ts";
import { trainerWords } from "../trainer.ts";
import {
  arrayLimit,
  batchScript,
  sbatchArguments,
  submittedJob,
  taskList,
  type ArrayTask,
} from "./batch-script.ts";
import { clustersOf } from "./environment.ts";
import { cancelJobs, jobKey, queuedTasks, type QueuedTask } from "./job-queue.ts";
import { cpusAskedBy } from "./sbatch-options.ts";
import { SlurmError, slurmCommand, slurmPrograms, type SlurmPrograms } from "./slurm-command.ts";
import { readArrays, writeArrays, type SubmittedArray } from "./slurm-jobs.ts";

export interface SlurmOptions {
  /** The sweep's runs folder, which the cluster's machines must see under the same path. */
  readonly folder: string;
  readonly name: string;
  readonly threads: number;
  /** Runs at a time; null: as Slurm likes. */
  readonly jobs: number | null;
  /** The user's options for sbatch. */
  readonly options: readonly string[];
  /** Without, it only submits. */
  readonly wait: boolean;
  /** Whether modules of the researcher's own may run; they may not when left out. */
  readonly trust?: boolean;
  /** The folder with TensorFlow's package, which the cluster's machines must see, for runs of its devices. */
  readonly tensorflowFolder?: string | undefined;
  readonly programs?: SlurmPrograms;
  /** The trainer's program, where it is not beside our own. */
  readonly script?: string;
  readonly timing?: SlurmTiming;
}

/** Times in milliseconds. */
export interface SlurmTiming {
  /** Between two looks at the queue. */
  readonly poll: number;
  /** How long an answer may take. */
  readonly answer: number;
}

const usualTiming: SlurmTiming = { poll: 3_000, answer: 60_000 };

/** Where Slurm does not tell its limit (MaxArraySize, 1,001 unless a site changes it), an array has so many. */
const MOST_TASKS = 1_000;
/** What only the size of arrays waits for is not waited for longer. */
const LIMIT_ANSWER_MS = 10_000;
/** So many looks in a row may fail, as when a controller is restarted. */
const FAILED_LOOKS = 10;
/** Reasons that only mean that others come first. */
const patient = ["None", "Priority", "Resources", "JobArrayTaskLimit", "BeginTime", "Dependency", ""];

/** What `signal.reason` is when this process must go and the jobs are to go on. */
export const LEAVE = "leave";

/** Trains on a Slurm cluster: one job array (further ones where the site allows no more tasks in one), a task a run. */
export function trainOnSlurm(options: SlurmOptions): Launcher {
  const { folder, wait, programs = slurmPrograms, timing = usualTiming } = options;
  return async launching => {
    const { tasks, signal, say } = launching;
    if (/[\r\n]/.test(folder))
      throw new SlurmError(
        `${folder}: this folder has a line break in its name, which Slurm's jobs cannot be given`,
      );
    const known = readArrays(folder);
    const busy = runsOf(known, await queuedTasks(known, programs, timing.answer));
    const isBusy = ({ run }: Task) => run !== null && busy.has(basename(run.folder));
    const missing = tasks.filter(task => !isBusy(task));
    const submitted = signal.aborted ? [] : await submit(missing, options, programs, timing);
    const arrays = [...known, ...submitted];
    writeArrays(folder, arrays);
    for (const { job, cluster, runs } of submitted)
      say(`Submitted job ${job}${onCluster(cluster)}: ${runs.length} ${runs.length === 1 ? "run" : "runs"}.`);
    if (!wait) return;
    await untilGone(folder, arrays, launching, programs, timing);
    if (signal.reason !== LEAVE && !launching.kill.aborted) sayUnbegun(submitted, folder, say);
  };
}

/** What a task's trainer is told that it may run. */
const permissionsOf = ({ trust = false, tensorflowFolder }: SlurmOptions): readonly string[] => [
  ...(tensorflowFolder === undefined ? [] : ["--tensorflow", tensorflowFolder]),
  ...(trust ? ["--trust"] : []),
];

/** The names of the runs whose tasks Slurm still has. */
function runsOf(arrays: readonly SubmittedArray[], queued: readonly QueuedTask[]): Set<string> {
  const byJob = new Map(arrays.map(array => [jobKey(array), array.runs]));
  return new Set(queued.flatMap(task => byJob.get(jobKey(task))?.[task.index] ?? []));
}

const onCluster = (cluster: string | undefined): string => (cluster === undefined ? "" : ` on ${cluster}`);

/** How many tasks an array may have: on each of the clusters that it may be sent to. */
async function mostTasks(
  options: readonly string[],
  { scontrol = "scontrol" }: SlurmPrograms,
  timeoutMs: number,
): Promise<number> {
  const clusters = clustersOf(options);
  const asked = clusters.length === 0 ? [[]] : clusters.map(cluster => [`--clusters=${cluster}`]);
  const limits: number[] = [];
  for (const where of asked)
    try {
      const args = [...where, "show", "config"];
      const config = await slurmCommand(scontrol, args, Math.min(timeoutMs, LIMIT_ANSWER_MS));
      limits.push(arrayLimit(config) ?? MOST_TASKS);
    } catch (error) {
      if (!(error instanceof SlurmError)) throw error;
      limits.push(MOST_TASKS);
    }
  return Math.min(...limits);
}

/** Makes the runs' folders and submits them; where Slurm refuses, folders that were made for it go again. */
async function submit(
  tasks: readonly Task[],
  options: SlurmOptions,
  programs: SlurmPrograms,
  timing: SlurmTiming,
): Promise<SubmittedArray[]> {
  const { folder, name, threads, jobs } = options;
  const logs = join(folder, sweepFiles.logs);
  const arrays: SubmittedArray[] = [];
  const most = tasks.length > 1 ? await mostTasks(options.options, programs, timing.answer) : 1;
  for (let first = 0; first < tasks.length; first += most) {
    const part = tasks.slice(first, first + most);
    const made: string[] = [];
    const entries: ArrayTask[] = [];
    for (const task of part) {
      const run = await task.make();
      if (task.run === null) made.push(run);
      entries.push({ folder: run, upTo: task.upTo });
    }
    const at = new Date().toISOString();
    const stem = join(logs, `${at.replaceAll(/[:.]/g, "")}-${arrays.length}`);
    guardWrite(logs, () => {
      mkdirSync(logs, { recursive: true });
      writeFileSync(`${stem}.txt`, taskList(entries));
      writeFileSync(
        `${stem}.sh`,
        batchScript(`${stem}.txt`, trainerWords(options.script), permissionsOf(options)),
      );
    });
    const before = jobs === null ? undefined : arrays.at(-1);
    try {
      const args = sbatchArguments({
        name,
        count: entries.length,
        jobs,
        threads,
        logs,
        ...(before !== undefined && { after: before }),
        options: options.options,
        script: `${stem}.sh`,
      });
      const out = await slurmCommand(programs.sbatch, args, timing.answer);
      const job = submittedJob(out);
      if (job === null)
        throw new SlurmError(`sbatch gave no job's number but: ${out.trim().slice(0, 200)}`, true);
      arrays.push({ ...job, at, runs: entries.map(entry => basename(entry.folder)) });
      writeArrays(folder, [...readArrays(folder), ...arrays.slice(-1)]);
    } catch (error) {
      const mayRun = error instanceof SlurmError && error.unanswered;
      if (!mayRun) {
        for (const run of made) rmSync(run, { recursive: true, force: true });
        for (const end of [".txt", ".sh"]) rmSync(`${stem}${end}`, { force: true });
      }
      throw error;
    }
  }
  return arrays;
}

/**
 * Waits until Slurm has none of the tasks any more and their runs' own folders say that nobody trains them; cancels them
 * when it is aborted, unless it is told to leave.
 */
async function untilGone(
  folder: string,
  arrays: readonly SubmittedArray[],
  { signal, kill, say }: Launching,
  programs: SlurmPrograms,
  timing: SlurmTiming,
): Promise<void> {
  const told = new Set<string>();
  let cancelled = false;
  for (let failed = 0; ;) {
    if (signal.aborted && signal.reason === LEAVE) return;
    if (kill.aborted) {
      say("Not waiting any longer: Slurm ends the jobs, which may be saving.");
      return;
    }
    try {
      if (signal.aborted && !cancelled) {
        await cancelJobs(arrays, programs, timing.answer);
        cancelled = true;
      }
      const queued = await queuedTasks(arrays, programs, timing.answer);
      failed = 0;
      if (queued.length === 0 && !arrays.some(({ runs }) => runs.some(run => trains(join(folder, run)))))
        return;
      for (const { job, cluster, reason, state } of queued) {
        const line = `Job ${job}${onCluster(cluster)} waits: ${reason}.`;
        if (state !== "PENDING" || patient.includes(reason) || told.has(line)) continue;
        told.add(line);
        say(line);
      }
    } catch (error) {
      if (!(error instanceof SlurmError) || ++failed >= FAILED_LOOKS) throw error;
    }
    await delay(timing.poll, undefined, { signal }).catch(() => undefined);
    if (signal.aborted)
      await delay(Math.min(timing.poll, 500), undefined, { signal: kill }).catch(() => undefined);
  }
}

/** Whether somebody trains a run, whatever Slurm knows of its job. */
function trains(folder: string): boolean {
  try {
    return standingOf(observe(folder)) === "live";
  } catch (error) {
    // It was deleted or moved to the bin.
    if (error instanceof RunReadError) return false;
    throw error;
  }
}

/** Says which runs have not begun though Slurm has nothing of their jobs: their state tells nothing of it. */
function sayUnbegun(arrays: readonly SubmittedArray[], folder: string, say: (line: string) => void): void {
  for (const { job, cluster, runs } of arrays)
    for (const [index, run] of runs.entries()) {
      const { state, pid } = readStatus(join(folder, run));
      if (state !== "queued" || pid !== null) continue;
      const log = join(folder, sweepFiles.logs, `${job}_${index}.log`);
      say(
        existsSync(log)
          ? `${join(folder, run)}: its job ended before training began; its log is ${log}`
          : `${join(folder, run)}: its training has not begun, and Slurm${onCluster(cluster)} does not know its job ${job}_${index} any more (sacct --jobs=${job}${cluster === undefined ? "" : ` --clusters=${cluster}`} may tell why); there is no log`,
      );
    }
}

/** A task of a job array has the CPUs that it is asked for, one where nobody asks; memory is the site's to say. */
export const slurm: LauncherKind = {
  machine: options => ({ cores: cpusAskedBy(options) ?? 1, memory: Infinity }),
  open: trainOnSlurm,
};
