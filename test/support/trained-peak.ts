import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readExperiment } from "../../src/experiment/read.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { readRunInfo } from "../../src/runs/run-info.ts";

/** The memory of a run's trainer, in bytes. */
export interface TrainedPeak {
  /** The largest that its process ever had. */
  readonly peak: number;
  /** What its plan had estimated before. */
  readonly estimate: number;
}

/** Trains an experiment to its end in a process of its own; its file is in `folder`, where its modules lie. */
export async function trainedPeak(folder: string, experiment: object): Promise<TrainedPeak> {
  const file = join(folder, "peak.gan.json");
  const read = readExperiment(JSON.stringify(experiment), file);
  const run = await prepareRun({ experiment: read, runsFolder: join(folder, "runs"), file });
  const told = join(run, "peak.txt");
  const program = `process.on("exit", () => process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(told)}, String(process.resourceUsage().maxRSS)))`;
  const before = process.env["NODE_OPTIONS"];
  process.env["NODE_OPTIONS"] = `--import=data:text/javascript,${encodeURIComponent(program)}`;
  try {
    const trainer = await startTrainer(run, { detached: false, trust: true, script: "dist/trainer.js" });
    const { code, message } = await trainer.ended;
    assert.equal(code, 0, message);
  } finally {
    if (before === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = before;
  }
  return { peak: 1024 * Number(readFileSync(told, "utf8")), estimate: readRunInfo(run).plan.memory ?? NaN };
}
