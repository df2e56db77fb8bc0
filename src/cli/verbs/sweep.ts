import { dirname } from "node:path";
import { launcherNames, placeOf } from "../../launching/launchers.ts";
import { configurationsOf } from "../../launching/sweep/configurations.ts";
import { sweepWords } from "../../launching/sweep/start-sweep.ts";
import type { SweepCounts } from "../../launching/sweep/train-sweep.ts";
import { typedCommand } from "../../runs/typed-command.ts";
import { readSweepFile } from "../../sweeps/read.ts";
import { addNextValues } from "../add-next.ts";
import { UsageError } from "../failure.ts";
import { printJson, printLines, sayLines } from "../print.ts";
import { runsFolderOf } from "../run-choice.ts";
import { baselineOption, byOption } from "../sweep-report.ts";
import { manyRunsOptions, trainPlan, launchingOf } from "../train-plan.ts";
import { trusted, trustOption } from "../trust.ts";
import type { Call, ExitCode, Verb } from "../verb.ts";

export const sweep: Verb = {
  name: "sweep",
  group: "Training",
  summary: "train an experiment over axes of its keys and over seeds; the last line printed is DIR",
  positionals: ["FILE"],
  usage: [
    `FILE --runs DIR [--jobs N] [--launcher ${launcherNames.join("|")}] [--slurm OPTIONS] [--no-wait]`,
    "FILE --runs DIR --next [--by MEASURE] [--baseline KEY=VALUE ...]",
  ],
  options: {
    runs: { value: "DIR", summary: "the folder of the sweep's runs (default: runs)" },
    ...manyRunsOptions,
    trust: trustOption,
    "no-wait": { summary: "with Slurm: submit, and do not wait" },
    next: {
      summary:
        "first write into FILE the values that the report of DIR would try next: beyond the edge where the best is one, else beside the best",
    },
    by: byOption,
    baseline: baselineOption,
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
    {
      line: "sweep weights.sweep.json --runs weights --next",
      does: "goes on beyond the best value, or around it; what is finished is kept",
    },
  ],
  run: async call => {
    const [file = ""] = call.given.positionals;
    const launching = launchingOf(call);
    const noWait = call.given.flag("no-wait");
    const wait = !noWait && placeOf(launching.where.launcher).waits;
    const folder = runsFolderOf(call);
    if (call.given.flag("next")) await addNextValues(call, file, folder);
    else
      for (const option of ["by", "baseline"])
        if (call.given.list(option).length > 0) throw new UsageError(`--${option} goes with --next`);
    const plan = readSweepFile(file);
    if (noWait && plan.halving !== null)
      throw new UsageError("--no-wait does not go with halving: somebody must be there to decide");
    const trust = trusted(call, configurationsOf(plan), dirname(plan.experimentFile));
    const { counts, planned, interrupted } = await trainPlan(call, {
      plan,
      file,
      folder,
      launching,
      trust,
      wait,
    });
    printJson(call, { runs: folder, name: plan.name, planned, ...counts });
    const again = typedCommand(
      sweepWords({
        file,
        folder,
        trust,
        tensorflowFolder: call.given.text("tensorflow"),
        ...launching,
      }),
    );
    return concludeSweep(call, { folder, again, planned, counts, wait, interrupted });
  },
};

interface Ended {
  readonly folder: string;
  /** The command that goes on with it. */
  readonly again: string;
  readonly planned: number;
  readonly counts: SweepCounts;
  readonly wait: boolean;
  readonly interrupted: boolean;
}

/** Says how a sweep ended, and the folder last. */
export function concludeSweep(
  call: Call,
  { folder, again, planned, counts, wait, interrupted }: Ended,
): ExitCode {
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
