import { resolve } from "node:path";
import { checkSweep } from "../../launching/sweep/check-sweep.ts";
import { trainLocally, usualJobs } from "../../launching/sweep/train-locally.ts";
import { trainSweep, type SweepCounts } from "../../launching/sweep/train-sweep.ts";
import { readSweepFile } from "../../sweeps/read.ts";
import { countPoints } from "../../sweeps/sweep.ts";
import { onInterruption } from "../interruptions.ts";
import { printJson, printLines } from "../print.ts";
import { runsFolderOf } from "../run-choice.ts";
import { openSweepDisplay } from "../sweep-display.ts";
import type { Call, ExitCode, Verb } from "../verb.ts";

const MOST_JOBS = 1024;

export const sweep: Verb = {
  name: "sweep",
  group: "Training",
  summary: "train an experiment over axes of its keys and over seeds; the last line printed is DIR",
  positionals: ["FILE"],
  usage: ["FILE --runs DIR [--jobs N]"],
  options: {
    runs: { value: "DIR", summary: "the folder of the sweep's runs (default: runs)" },
    jobs: { value: "N", summary: "runs at a time (default: as many as there are cores for their threads)" },
  },
  details: [
    "Every configuration is checked before anything starts. A failed run never stops the others. Started again with the same DIR, a sweep goes on with what is missing; values and seeds may have been added to FILE.",
    "Ctrl-C saves a checkpoint of every run at its very step. pairing-lab report DIR --out FILE.md compares what is there, at any time.",
  ],
  examples: [{ line: "sweep weights.sweep.json --runs weights", does: "on this machine" }],
  run: async call => {
    const [file = ""] = call.given.positionals;
    const jobs = call.given.integer("jobs", { min: 1, max: MOST_JOBS });
    const plan = readSweepFile(file);
    await checkSweep(plan, file);
    const folder = runsFolderOf(call);
    const launcher = trainLocally({
      jobs: jobs ?? usualJobs(plan.experiment),
      script: resolve(call.terminal.programFolder, "trainer.js"),
    });
    const planned = countPoints(plan) * plan.seeds.length;
    const display = openSweepDisplay(call, plan, folder);
    const interrupt = new AbortController();
    const stop = () => {
      if (!interrupt.signal.aborted) display.say("Stopping: saving a checkpoint of every run ...");
      interrupt.abort();
    };
    const listenNoMore = onInterruption(stop);
    call.terminal.unread.addEventListener("abort", stop);
    let counts: SweepCounts;
    try {
      counts = await trainSweep({
        sweep: plan,
        folder,
        launcher,
        signal: interrupt.signal,
        say: display.say,
      });
    } finally {
      listenNoMore();
      call.terminal.unread.removeEventListener("abort", stop);
      display.end();
    }
    printJson(call, { runs: folder, name: plan.name, planned, ...counts });
    return conclude(call, folder, file, planned, counts, interrupt.signal.aborted);
  },
};

function conclude(
  call: Call,
  folder: string,
  file: string,
  planned: number,
  counts: SweepCounts,
  interrupted: boolean,
): ExitCode {
  call.terminal.err.write(`${summaryOf(planned, counts)}\n`);
  const unfinished = counts.open + counts.live;
  if (unfinished > 0 || counts.failed > 0)
    call.terminal.err.write(`To go on with what is missing: pairing-lab sweep ${file} --runs ${folder}\n`);
  printLines(call, [folder]);
  if (interrupted) return 130;
  return unfinished > 0 || counts.failed > 0 ? 1 : 0;
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
