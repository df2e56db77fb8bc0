import { dirname, resolve } from "node:path";
import type { Machine } from "../../experiment/execution-plan.ts";
import { cpusAskedBy, splitOptions } from "../../launching/slurm/batch-script.ts";
import { LEAVE, trainOnSlurm } from "../../launching/slurm/train-on-slurm.ts";
import { checkSweep, configurationsOf, planSweep } from "../../launching/sweep/check-sweep.ts";
import { sweepWords } from "../../launching/sweep/start-sweep.ts";
import { trainLocally } from "../../launching/sweep/train-locally.ts";
import { trainSweep, type SweepCounts } from "../../launching/sweep/train-sweep.ts";
import { gigabytes } from "../../launching/prepare-run.ts";
import { thisMachine } from "../../launching/this-machine.ts";
import { typedCommand } from "../../runs/typed-command.ts";
import { readSweepFile } from "../../sweeps/read.ts";
import { countPoints } from "../../sweeps/sweep.ts";
import { readSweepRecord } from "../../sweeps/sweep-record.ts";
import { UsageError } from "../failure.ts";
import { onEnding } from "../interruptions.ts";
import { printJson, printLines, sayLines } from "../print.ts";
import { runsFolderOf } from "../run-choice.ts";
import { openSweepDisplay } from "../sweep-display.ts";
import { trusted, trustOption } from "../trust.ts";
import type { Call, ExitCode, Verb } from "../verb.ts";

const MOST_JOBS = 1024;
const launchers = ["local", "slurm"] as const;

export const sweep: Verb = {
  name: "sweep",
  group: "Training",
  summary: "train an experiment over axes of its keys and over seeds; the last line printed is DIR",
  positionals: ["FILE"],
  usage: ["FILE --runs DIR [--jobs N] [--launcher local|slurm] [--slurm OPTIONS] [--no-wait]"],
  options: {
    runs: { value: "DIR", summary: "the folder of the sweep's runs (default: runs)" },
    jobs: {
      value: "N",
      summary: "runs at a time, which share the cores (default: as many as their threads leave room for)",
    },
    launcher: { value: "local|slurm", summary: "where to train: this machine, or Slurm (default: local)" },
    slurm: {
      value: "OPTIONS",
      dashes: true,
      summary: 'options for sbatch, such as "--partition=main --time=1:00:00"',
    },
    trust: trustOption,
    "no-wait": { summary: "with Slurm: submit, and do not wait" },
  },
  details: [
    "Every configuration is checked before anything starts. A failed run never stops the others. Started again with the same DIR, a sweep goes on with what is missing; values and seeds may have been added to FILE.",
    "Ctrl-C saves a checkpoint of every run at its very step. pairing-lab report DIR --out FILE.md compares what is there, at any time.",
    "All runs of a sweep have the same number of threads, also those that are added later with another N.",
    "With Slurm a sweep is one job array, submitted with sbatch; DIR must lie where the cluster's machines see it. Ctrl-C cancels the jobs, which save; a closed terminal leaves them at work, and the same command waits for them again. Requeued jobs go on from their checkpoints. A run has as many threads as --slurm asks CPUs for a task (--cpus-per-task, 1 when left out).",
  ],
  examples: [
    { line: "sweep weights.sweep.json --runs weights", does: "on this machine" },
    {
      line: 'sweep weights.sweep.json --runs weights --launcher slurm --slurm "--partition=main"',
      does: "as one job array, and waits for it",
    },
  ],
  run: async call => {
    const [file = ""] = call.given.positionals;
    const jobs = call.given.integer("jobs", { min: 1, max: MOST_JOBS });
    const kind = launcherOf(call);
    const wait = !call.given.flag("no-wait");
    const plan = readSweepFile(file);
    if (!wait && plan.halving !== null)
      throw new UsageError("--no-wait does not go with halving: somebody must be there to decide");
    const trust = trusted(call, configurationsOf(plan), dirname(plan.experimentFile));
    const options = slurmOptions(call);
    const machine = kind === "local" ? thisMachine() : jobOf(options);
    const { memory } = await checkSweep(plan, file, machine.memory);
    const folder = runsFolderOf(call);
    const { cores, load, ...fitting } = planSweep(
      plan,
      { memory, jobs: jobs ?? null, cores: readSweepRecord(folder)?.cores ?? null },
      machine,
    );
    const script = resolve(call.terminal.programFolder, "trainer.js");
    const launcher =
      kind === "local"
        ? trainLocally({ jobs: fitting.jobs, trust, script })
        : trainOnSlurm({
            folder,
            name: plan.name,
            threads: load.threads,
            jobs: jobs ?? null,
            options,
            wait,
            trust,
            script,
          });
    const planned = countPoints(plan) * plan.seeds.length;
    const display = openSweepDisplay(call, plan, folder);
    if (kind === "local" && jobs !== undefined && fitting.jobs < Math.min(jobs, planned))
      display.say(
        `${fitting.jobs} at a time, not ${jobs}: each takes ${load.threads} of ${machine.cores} cores and up to ${gigabytes(load.memory)} of ${gigabytes(machine.memory)} memory.`,
      );
    const interrupt = new AbortController();
    const stop = (signal: NodeJS.Signals) => {
      if (interrupt.signal.aborted) return;
      const leave = kind === "slurm" && signal !== "SIGINT";
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
    let counts: SweepCounts;
    try {
      counts = await trainSweep({
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
    } finally {
      listenNoMore();
      call.terminal.unread.removeEventListener("abort", unread);
      display.end();
    }
    printJson(call, { runs: folder, name: plan.name, planned, ...counts });
    const where = kind === "local" ? { launcher: kind } : { launcher: kind, options };
    const again = typedCommand(sweepWords({ file, folder, trust, jobs: jobs ?? null, where }));
    return conclude(call, { folder, again, planned, counts, wait, interrupted: interrupt.signal.aborted });
  },
};

function launcherOf({ given }: Call): (typeof launchers)[number] {
  const typed = given.text("launcher") ?? "local";
  const known = launchers.find(name => name === typed);
  if (known === undefined) throw new UsageError(`--launcher must be local or slurm, not ${typed}`);
  for (const option of ["slurm", "no-wait"])
    if (known === "local" && given.flag(option)) throw new UsageError(`--${option} needs --launcher slurm`);
  return known;
}

/** What a task of a job array has for itself: the CPUs that it is asked for, one where nobody asks; memory is the site's to say. */
const jobOf = (options: readonly string[]): Machine => ({
  cores: cpusAskedBy(options) ?? 1,
  memory: Infinity,
});

function slurmOptions({ given }: Call): string[] {
  const options = splitOptions(given.text("slurm") ?? "");
  const taken = options.find(option => /^(-a|--(array|parsable|output|wrap)\b)/.test(option));
  if (taken !== undefined)
    throw new UsageError(
      `--slurm: ${taken} is the sweep's own; --jobs N limits how many runs train at a time`,
    );
  return options;
}

interface Ended {
  readonly folder: string;
  /** The command that goes on with it. */
  readonly again: string;
  readonly planned: number;
  readonly counts: SweepCounts;
  readonly wait: boolean;
  readonly interrupted: boolean;
}

function conclude(call: Call, { folder, again, planned, counts, wait, interrupted }: Ended): ExitCode {
  sayLines(call.terminal, summaryOf(planned, counts));
  const missing = counts.open + counts.live + counts.failed;
  if (missing > 0) sayLines(call.terminal, `To go on with what is missing: ${again}`);
  printLines(call, [folder]);
  if (interrupted) return 130;
  return missing > 0 && wait ? 1 : 0;
}

/** "12 of 16 runs done, 1 failed, 3 not finished." */
function summaryOf(planned: number, { done, failed, hopeless, stopped, open, live }: SweepCounts): string {
  const rest = [
    [failed, "failed"],
    [hopeless, "stopped early by halving"],
    [stopped, "stopped as asked"],
    [open + live, "not finished"],
  ] as const;
  const parts = rest.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [`${done} of ${planned} runs done`, ...parts].join(", ") + ".";
}
