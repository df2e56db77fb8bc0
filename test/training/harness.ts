// Real runs for tests: real trainer processes (dist/trainer.js) on run folders in a temporary place.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { readExperiment } from "../../src/experiment/read.ts";
import type { DeviceOptions } from "../../src/launching/devices.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import type { Trainer, TrainerEnd, TrainerOptions } from "../../src/launching/trainer.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { evaluationUpTo } from "../../src/runs/evaluations.ts";
import { readScalars } from "../../src/runs/scalars.ts";
import { readStatus } from "../../src/runs/status.ts";
import { PATIENCE, until } from "../support/until.ts";

/** A folder for runs that goes with the test. */
export function temporaryRuns(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-test-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Throws where two runs have other bytes, or one lacks what the other has. */
export function assertSame(actual: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): void {
  assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
  for (const [name, value] of expected) assert.ok(actual.get(name) === value, `${name} differs`);
}

/** Small networks on a ring, recorded often, so that a run of seconds has everything. */
const small = {
  data: { kind: "ring" },
  steps: 400,
  batch: 32,
  generator: { hidden: [16, 16] },
  discriminator: { hidden: [16, 16] },
  record: { scalars: 10, samples: 50, evaluation: 100, checkpoint: 100 },
  evaluation: { samples: 100 },
};

/** Small convolutions on digits, the same. */
const smallImages = {
  data: { kind: "digits" },
  steps: 40,
  batch: 8,
  latent: { size: 8 },
  generator: { channels: 2 },
  discriminator: { channels: 2 },
  average: 0.9,
  record: { scalars: 5, samples: 10, evaluation: 20, checkpoint: 10 },
  evaluation: { samples: 40 },
};

/** Makes the run of a small experiment with these changes of its keys (by path); gives its folder. */
export function prepare(
  runsFolder: string,
  changes: Readonly<Record<string, unknown>> = {},
  of: "points" | "images" = "points",
  devices: DeviceOptions = {},
): Promise<string> {
  const settings = Object.entries(changes).map(([key, value]) => ({ key, value }));
  const text = JSON.stringify(of === "points" ? small : smallImages);
  const experiment = readExperiment(text, "small.gan.json", { settings });
  return prepareRun({ experiment, runsFolder, ...devices });
}

export const start = (folder: string, options: Partial<TrainerOptions> = {}): Promise<Trainer> =>
  startTrainer(folder, { detached: false, trust: false, script: "dist/trainer.js", ...options });

/** Trains a run to its end. */
export async function trainToEnd(folder: string, options: Partial<TrainerOptions> = {}): Promise<TrainerEnd> {
  const trainer = await start(folder, options);
  return trainer.ended;
}

/** Resolves when the run's status says that it has come to this step, or has ended. */
export async function reached(folder: string, step: number): Promise<void> {
  const come = () => {
    const status = readStatus(folder);
    return status.step >= step || ["done", "stopped", "failed"].includes(status.state);
  };
  await until(`${folder} is at step ${step}`, come, 5 * PATIENCE);
}

/** What must be the same bytes however often a run was interrupted: files of checkpoints and samples, scalars, evaluations. */
export function results(folder: string, checkpointEvery = 100): Map<string, string> {
  const all = new Map<string, string>();
  for (const step of readdirSync(join(folder, "checkpoints"))) {
    if (!/^\d+$/.test(step) || Number(step) % checkpointEvery !== 0) continue;
    for (const file of readdirSync(join(folder, "checkpoints", step))) {
      const path = join("checkpoints", step, file);
      all.set(path, readFileSync(join(folder, path)).toString("base64"));
    }
  }
  for (const file of readdirSync(join(folder, "samples")))
    all.set(join("samples", file), readFileSync(join(folder, "samples", file)).toString("base64"));
  for (const [tag, points] of readScalars(folder))
    if (!tag.startsWith("speed/"))
      all.set(tag, points.map(({ step, value }) => `${step}:${value}`).join(" "));
  for (let step = 0; step <= readStatus(folder).step; step += 100)
    all.set(`evaluation up to ${step}`, JSON.stringify(evaluationUpTo(folder, step)));
  const { scalars, lastEvaluation } = readStatus(folder);
  delete (scalars as Record<string, number>)["speed/steps_per_second"];
  delete (scalars as Record<string, number>)["knob/pace"];
  all.set("scalars of the status", JSON.stringify(Object.entries(scalars).sort()));
  all.set("last evaluation of the status", JSON.stringify(lastEvaluation));
  return all;
}
