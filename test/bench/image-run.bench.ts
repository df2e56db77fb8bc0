// Runs of images: the time from nothing to the first step, what streaming a grid of 96 pictures every 100 steps costs
// training, and memory over a run.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { nothing } from "../../src/evaluation/between.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { readStatus } from "../../src/runs/status.ts";
import { Recorder } from "../../src/training/recorder.ts";
import { openSession } from "../../src/training/session.ts";
import { variantAt } from "../../src/training/variant.ts";
import { interleave, median, table, timed } from "./interleave.ts";

const runsFolder = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));

const digits = (changes: object = {}): Experiment =>
  readExperiment(JSON.stringify({ data: { kind: "digits" }, batch: 64, ...changes }), "bench.gan.json");

/** A run's session with its recorder, and a step after the other. */
async function open(experiment: Experiment) {
  const folder = await prepareRun({ experiment, runsFolder });
  const run = await openRunForWriting(folder);
  const session = await openSession(run.info);
  const recorder = new Recorder(session, run);
  const knobs = initialKnobs(experiment);
  let step = 0;
  return {
    recorder,
    take: async () => {
      step++;
      await session.programs.run(variantAt(experiment, knobs, step), step, 1, () => knobs);
      return step;
    },
    close: async () => {
      await session.executor.close();
      run.close();
    },
  };
}

const arms = {
  GAN: {},
  "GAN + R1": { penalties: { r1: { gamma: 1 } } },
  "GAN + pairing": { pairing: { weight: 0.02 } },
};
const firstSteps: [string, string][] = [];
for (const [arm, changes] of Object.entries(arms)) {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    let opened: Awaited<ReturnType<typeof open>> | undefined;
    times.push(
      await timed(async () => {
        opened = await open(digits(changes));
        await opened.take();
      }),
    );
    await opened?.close();
  }
  firstSteps.push([arm, median(times).toFixed(0)]);
}
console.log("From nothing to the first step (data, record, compile, load), DCGAN 28, channels 32, batch 64:");
console.log(table(["", "ms"], firstSteps));
console.log("Goal: under 3,000 ms\n");

const { recorder, take, close } = await open(digits());
const STEPS = 10;
const medians = await interleave(
  {
    steps: () =>
      timed(async () => {
        for (let i = 0; i < STEPS; i++) await take();
      }),
    // With the step behind it, which a grid must not hold up either.
    gridAndStep: async () => {
      const step = await take();
      return timed(async () => {
        await recorder.samples(step, nothing);
        await take();
      });
    },
  },
  9,
);
await close();
const msPerStep = medians.steps / STEPS;
const grid = medians.gridAndStep - msPerStep;
console.log(
  `A step takes ${msPerStep.toFixed(1)} ms, a grid of 96 pictures (moments, rendering, .npy, .png) ${grid.toFixed(1)} ms:`,
);
console.log(`every 100 steps it costs training ${(grid / msPerStep).toFixed(2)}% (goal: under 2%)\n`);

/** Resident memory of a process in MB, on Linux. */
function resident(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return (pages * 4096) / 1e6;
}

if (process.platform === "linux") {
  const steps = Number(process.env["BENCH_STEPS"] ?? 1000);
  const record = { samples: 50, evaluation: steps, checkpoint: 200 };
  const experiment = digits({ steps, record, evaluation: { samples: 500 } });
  const folder = await prepareRun({ experiment, runsFolder });
  const trainer = await startTrainer(folder, { detached: false, script: "dist/trainer.js" });
  const memory: { step: number; mb: number }[] = [];
  for (let going = true; going;) {
    going = await Promise.race([trainer.ended.then(() => false), delay(500, true)]);
    const { step } = readStatus(folder);
    if (going && step > 0 && step < steps) memory.push({ step, mb: resident(trainer.pid) });
  }
  const early = memory.filter(({ step }) => step > 0.05 * steps && step < 0.25 * steps).map(({ mb }) => mb);
  const late = memory.filter(({ step }) => step > 0.8 * steps).map(({ mb }) => mb);
  const growth = median(late) / median(early) - 1;
  console.log(
    `Memory over ${steps} steps: ${median(early).toFixed(0)} MB early, ${median(late).toFixed(0)} MB late (${(100 * growth).toFixed(1)}%, goal: under 5%), at most ${Math.max(...memory.map(({ mb }) => mb)).toFixed(0)} MB`,
  );
}
rmSync(runsFolder, { recursive: true, force: true });
