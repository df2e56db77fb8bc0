// A folder of many runs on disk, as sweeps leave them, without training any.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measures, trainingScalars } from "../../src/experiment/catalog.ts";
import { newRun } from "../support/run-folder.ts";

const tags = [...Object.keys(measures), ...Object.keys(trainingScalars)];

export async function makeRuns(runsFolder: string, count: number): Promise<void> {
  const first = await newRun(runsFolder);
  const info = JSON.parse(readFileSync(join(first, "run.json"), "utf8")) as {
    experiment: { pairing: object };
  };
  rmSync(first, { recursive: true });
  for (let i = 0; i < count; i++) {
    const id = `2026-11-22-${String(i).padStart(6, "0")}-ring-s${i}-abcd`;
    const folder = join(runsFolder, id);
    const experiment = {
      ...info.experiment,
      name: `ring-${i % 20}`,
      seed: i,
      pairing: { ...info.experiment.pairing, weight: i / count },
    };
    const createdAt = new Date(1.7e12 + i * 1000).toISOString();
    mkdirSync(folder);
    writeFileSync(
      join(folder, "run.json"),
      JSON.stringify({ ...info, id, seed: i, createdAt, experiment }, null, 2),
    );
    const status = {
      state: "done",
      step: 8000,
      steps: 8000,
      stepsPerSecond: 0,
      message: "",
      scalars: Object.fromEntries(tags.map((tag, k) => [tag, Math.sin(i + k)])),
      trend: Array.from({ length: 16 }, (_, k) => Math.abs(Math.sin(i + k))),
      trendGaps: [],
      pid: 1,
      host: "bench",
      heartbeatAt: createdAt,
    };
    writeFileSync(join(folder, "status.json"), JSON.stringify(status, null, 2));
  }
}
