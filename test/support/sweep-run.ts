import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executionPlan } from "../../src/experiment/execution-plan.ts";
import { createRun } from "../../src/runs/create-run.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { smallExperiment, smallExperimentText, statusOf } from "./run-folder.ts";
import { readSweepFile } from "../../src/sweeps/read.ts";
import { writeSweepRecord } from "../../src/sweeps/sweep-record.ts";

/** Makes a run of a sweep over weights of pairing that nobody has trained. */
export function newSweepRun(folder: string, name: string, weight: number, seed: number): Promise<string> {
  const experiment = smallExperiment([
    { key: "pairing.weight", value: weight },
    { key: "seed", value: seed },
  ]);
  return createRun(folder, {
    experiment,
    seed,
    parent: null,
    sweep: { name, point: { "pairing.weight": weight }, seed },
    plan: executionPlan(experiment),
    versions: { pairingLab: "0", node: "0", onnxruntime: "0", tfjs: "0" },
  });
}

/** Says of a run that it is done, with this coverage. */
export async function finish(run: string, coverage: number): Promise<void> {
  const writer = await openRunForWriting(run);
  writer.status(
    statusOf(100, {
      state: "done",
      lastEvaluation: { step: 100, values: { "quality/coverage": coverage }, undefined: {} },
    }),
  );
  writer.close();
}

/** A folder with a sweep's file, its experiment, and its runs of six seeds, of which the largest weight is shown to cover the most. */
export async function finishedSweep(
  root: string,
): Promise<{ readonly file: string; readonly folder: string }> {
  const weights = [0.02, 0.2];
  const seeds = [1, 2, 3, 4, 5, 6];
  const [file, folder] = [join(root, "weights.sweep.json"), join(root, "runs", "weights")];
  writeFileSync(join(root, "small.gan.json"), smallExperimentText);
  const axes = `"axes": { "pairing.weight": ${JSON.stringify(weights)} }, // all with all`;
  writeFileSync(
    file,
    `{\n  "experiment": "small.gan.json",\n  ${axes}\n  "seeds": ${JSON.stringify(seeds)}\n}\n`,
  );
  mkdirSync(folder, { recursive: true });
  const sweep = readSweepFile(file);
  const { experiment } = sweep;
  writeSweepRecord(folder, {
    ...sweep,
    experiment: { ...experiment },
    sweepFile: "../../weights.sweep.json",
    decisions: [],
  });
  for (const weight of weights)
    for (const seed of seeds)
      await finish(await newSweepRun(folder, "weights", weight, seed), weight + seed / 1000);
  return { file, folder };
}
