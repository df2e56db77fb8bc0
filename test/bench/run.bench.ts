// A whole run at the default recording intervals, as the trainer process does it, against its bare steps; the time
// from nothing to the first step; memory over a long run.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readExperiment } from "../../src/experiment/read.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { readStatus } from "../../src/runs/status.ts";
import { interleave, median, table, timed } from "./interleave.ts";
import { configurations, experimentOf, openStep } from "./step-program.ts";

const runsFolder = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
const small = experimentOf(configurations["small (64-64, batch 128)"]);
const at = (steps: number, record: object = {}) =>
  readExperiment(
    JSON.stringify({ ...small, steps, record: { ...small.record, ...record } }),
    "bench.gan.json",
  );

/** Milliseconds from the start of the trainer process to its end. */
async function trainFor(steps: number): Promise<number> {
  const folder = await prepareRun({ experiment: at(steps), runsFolder });
  return timed(async () => {
    const end = await (await startTrainer(folder, { detached: false, script: "dist/trainer.js" })).ended;
    if (end.code !== 0) throw new Error(end.message);
  });
}

const first = await interleave(
  {
    "step ready": () =>
      timed(async () => {
        const { run, executor } = await openStep(small);
        await run(10)();
        await executor.close();
      }),
    "process of 1 step": () => trainFor(1),
  },
  7,
);
console.log(
  `Record, compile, load and take the first ten steps: ${first["step ready"].toFixed(0)} ms (goal: under 1,000)`,
);
console.log(
  `A whole trainer process for one step, with its recordings of step 0 and 1: ${first["process of 1 step"].toFixed(0)} ms\n`,
);

const STEPS = 6000;
const bare = await openStep(small);
const medians = await interleave(
  {
    bare: async () => (await bare.run(1000)()) * (STEPS - 1),
    run: async () => {
      // What the process takes to start and end is not part of a step.
      const [one, all] = [await trainFor(1), await trainFor(STEPS)];
      return all - one;
    },
  },
  5,
);
await bare.executor.close();
const over = medians.run / medians.bare - 1;
console.log(`${STEPS} steps at the default recording intervals, small toy:`);
console.log(
  table(
    ["", "ms a step"],
    [
      ["bare steps", (medians.bare / STEPS).toFixed(3)],
      ["whole run", (medians.run / STEPS).toFixed(3)],
    ],
  ),
);
console.log(`The run takes ${(100 * over).toFixed(0)}% longer (goal: at most 25%)\n`);

/** Resident memory of a process in MB, on Linux. */
function resident(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return (pages * 4096) / 1e6;
}

if (process.platform === "linux") {
  const steps = Number(process.env["BENCH_STEPS"] ?? 100_000);
  const folder = await prepareRun({
    experiment: at(steps, { evaluation: 5000, checkpoint: 10_000 }),
    runsFolder,
  });
  const trainer = await startTrainer(folder, { detached: false, script: "dist/trainer.js" });
  const memory: { step: number; mb: number }[] = [];
  for (let going = true; going;) {
    going = await Promise.race([trainer.ended.then(() => false), delay(500, true)]);
    const { step } = readStatus(folder);
    if (going && step > 0) memory.push({ step, mb: resident(trainer.pid) });
  }
  const early = memory.filter(({ step }) => step > 1000 && step < 10_000).map(({ mb }) => mb);
  const late = memory.filter(({ step }) => step > 0.9 * steps).map(({ mb }) => mb);
  const growth = median(late) / median(early) - 1;
  const most = Math.max(...memory.map(({ mb }) => mb));
  console.log(
    `Memory over ${steps} steps: ${median(early).toFixed(0)} MB early, ${median(late).toFixed(0)} MB late (${(100 * growth).toFixed(1)}%, goal: under 5%), at most ${most.toFixed(0)} MB (goal: under 300)`,
  );
}
rmSync(runsFolder, { recursive: true, force: true });
