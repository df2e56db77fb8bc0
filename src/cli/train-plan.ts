import { listed } from "../plain/listed.ts";
import { dirname, resolve } from "node:path";
import type { Machine } from "../experiment/execution-plan.ts";
import { checkDevice } from "../launching/devices.ts";
import * as kinds from "../launching/launcher-kinds.ts";
import { launcherNames, launchers, placeOf } from "../launching/launchers.ts";
import { placedOptions } from "../launching/slurm/environment.ts";
import { optionProblem, splitOptions } from "../launching/slurm/sbatch-options.ts";
import { LEAVE } from "../launching/slurm/train-on-slurm.ts";
import { checkSweep, planSweep } from "../launching/sweep/check-sweep.ts";
import { configurationsOf } from "../launching/sweep/configurations.ts";
import type { LauncherKind } from "../launching/sweep/launcher.ts";
import type { SweepStart } from "../launching/sweep/start-sweep.ts";
import { trainSweep, type SweepCounts } from "../launching/sweep/train-sweep.ts";
import { gigabytes } from "../launching/prepare-run.ts";
import type { CheckedSweep } from "../sweeps/read.ts";
import { countPoints } from "../sweeps/sweep.ts";
import { readSweepRecord } from "../sweeps/sweep-record.ts";
import { UsageError } from "./failure.ts";
import { onEnding } from "./interruptions.ts";
import type { Option } from "./option.ts";
import { openSweepDisplay } from "./sweep-display.ts";
import { tensorflowFolder, tensorflowOption } from "./tensorflow.ts";
import type { Call } from "./verb.ts";

const MOST_JOBS = 1024;

/** What a run has for itself where nobody knows better. */
const elsewhere: Machine = { cores: 1, memory: Infinity };

/** Of verbs that train many runs. */
export const manyRunsOptions = {
  jobs: {
    value: "N",
    summary: "runs at a time, which share the cores (default: as many as their threads leave room for)",
  },
  launcher: {
    value: launcherNames.join("|"),
    summary: `where to train: ${listed(
      Object.values(launchers).map(({ title }) => title),
      "or",
    )} (default: local)`,
  },
  slurm: {
    value: "OPTIONS",
    dashes: true,
    summary: 'options for sbatch, such as "--partition=main --time=1:00:00"',
  },
  tensorflow: tensorflowOption,
} as const satisfies Readonly<Record<string, Option>>;

/** Where many runs are trained, and how many at a time. */
export type Launching = Pick<SweepStart, "jobs" | "where">;

/** As the options say. Throws UsageError. */
export function launchingOf(call: Call): Launching {
  const { given } = call;
  const jobs = given.integer("jobs", { min: 1, max: MOST_JOBS }) ?? null;
  const typed = given.text("launcher") ?? "local";
  const launcher = launcherNames.find(name => name === typed);
  if (launcher === undefined)
    throw new UsageError(`--launcher must be ${listed(launcherNames, "or")}, not ${typed}`);
  if (launcher === "slurm") return { jobs, where: { launcher, options: slurmOptions(call) } };
  for (const option of ["slurm", "no-wait"])
    if (given.flag(option)) throw new UsageError(`--${option} needs --launcher slurm`);
  return { jobs, where: { launcher } };
}

function slurmOptions({ given }: Call): string[] {
  const options = splitOptions(given.text("slurm") ?? "");
  const problem = optionProblem(options);
  if (problem !== null) throw new UsageError(`--slurm: ${problem}`);
  return placedOptions(options, process.env);
}

export interface PlanOrder {
  readonly plan: CheckedSweep;
  /** As error messages name it. */
  readonly file: string;
  /** Of the runs. */
  readonly folder: string;
  readonly launching: Launching;
  /** Whether modules of the researcher's own may run. */
  readonly trust: boolean;
  /** Whether to wait for jobs of Slurm. */
  readonly wait: boolean;
}

export interface PlanTrained {
  readonly counts: SweepCounts;
  readonly planned: number;
  readonly interrupted: boolean;
}

/**
 * Trains what is missing of a sweep that was checked, showing how it gets on; Ctrl-C saves every run at its very step. Rejects as
 * `trainSweep` does.
 */
export async function trainPlan(
  call: Call,
  { plan, file, folder, launching, trust, wait }: PlanOrder,
): Promise<PlanTrained> {
  const { jobs, where } = launching;
  const { here, waits } = placeOf(where.launcher);
  if (!waits && plan.halving !== null)
    throw new UsageError(
      `--launcher ${where.launcher} does not go with halving: somebody must be there to decide`,
    );
  const kind: LauncherKind = kinds[where.launcher];
  const options = where.launcher === "slurm" ? where.options : [];
  const machine = kind.machine?.(options) ?? elsewhere;
  const tensorflow = { tensorflowFolder: tensorflowFolder(call, dirname(plan.experimentFile)) };
  const { memory } = await checkSweep(plan, file, machine.memory);
  // Other machines have devices of their own.
  if (here) for (const experiment of configurationsOf(plan)) await checkDevice(experiment, file, tensorflow);
  const { cores, load, ...fitting } = planSweep(
    plan,
    { memory, jobs, cores: readSweepRecord(folder)?.cores ?? null },
    machine,
  );
  const script = resolve(call.terminal.programFolder, "trainer.js");
  const launcher = kind.open({
    folder,
    name: plan.name,
    jobs,
    fitting: fitting.jobs,
    threads: load.threads,
    options,
    wait,
    trust,
    ...tensorflow,
    script,
  });
  const planned = countPoints(plan) * plan.seeds.length;
  const display = openSweepDisplay(call, plan, folder);
  if (here && jobs !== null && fitting.jobs < Math.min(jobs, planned))
    display.say(
      `${fitting.jobs} at a time, not ${jobs}: each takes ${load.threads} of ${machine.cores} cores and up to ${gigabytes(load.memory)} of ${gigabytes(machine.memory)} memory.`,
    );
  const interrupt = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (interrupt.signal.aborted) return;
    const leave = where.launcher === "slurm" && signal !== "SIGINT";
    display.say(leave ? "Leaving the jobs at work." : "Stopping: saving a checkpoint of every run ...");
    interrupt.abort(leave ? LEAVE : undefined);
  };
  const kill = new AbortController();
  const listenNoMore = onEnding({
    ask: stop,
    kill: () => {
      kill.abort();
    },
    say: display.say,
  });
  const unread = () => {
    stop("SIGHUP");
  };
  call.terminal.unread.addEventListener("abort", unread);
  try {
    const counts = await trainSweep({
      sweep: plan,
      folder,
      launcher,
      cores,
      memory,
      signal: interrupt.signal,
      kill: kill.signal,
      say: display.say,
      cancelAsked: () => {
        stop("SIGINT");
      },
    });
    return { counts, planned, interrupted: interrupt.signal.aborted };
  } finally {
    listenNoMore();
    call.terminal.unread.removeEventListener("abort", unread);
    display.end();
  }
}
