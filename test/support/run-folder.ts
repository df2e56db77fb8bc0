import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { TestContext } from "node:test";
import { executionPlan } from "../../src/experiment/execution-plan.ts";
import { readExperiment, type Setting } from "../../src/experiment/read.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import type { CheckpointContent } from "../../src/runs/checkpoints.ts";
import { createRun } from "../../src/runs/create-run.ts";
import type { StatusUpdate } from "../../src/runs/status.ts";

/** A folder that goes when the test ends. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export const smallExperimentText = `{ "data": { "kind": "ring" }, "steps": 100, "record": { "checkpoint": 10 } }`;

export function smallExperiment(settings: readonly Setting[] = []): Experiment {
  return readExperiment(smallExperimentText, "small.gan.json", { settings });
}

/** Makes a run of a small experiment that nobody has trained. */
export function newRun(
  runsFolder: string,
  settings: readonly Setting[] = [],
  parent: { readonly id: string; readonly step: number } | null = null,
): Promise<string> {
  const experiment = smallExperiment(settings);
  return createRun(runsFolder, {
    experiment,
    seed: experiment.seed,
    parent,
    plan: executionPlan(experiment),
    versions: { pairingLab: "0", node: "0", onnxruntime: "0", tfjs: "0" },
  });
}

/** Makes a run that says it was branched from a run's step; it has no checkpoint. */
export function newBranch(runsFolder: string, parentFolder: string, step: number): Promise<string> {
  return newRun(runsFolder, [], { id: basename(parentFolder), step });
}

/** A checkpoint whose tensors follow from its step (and from `salt`). */
export function checkpointOf(step: number, salt = 0): CheckpointContent {
  const weights = Float32Array.from({ length: 64 }, (_, i) => step + i / 64 + salt);
  return {
    tensors: new Map([
      ["generator.0.weight", { shape: [8, 8], data: weights }],
      ["generator.0.bias", { shape: [1], data: Float32Array.of(step) }],
    ]),
    metadata: { step: String(step) },
    generator: Buffer.from(`generator ${step}`),
    discriminator: Buffer.from(`discriminator ${step}`),
  };
}

export function statusOf(step: number, change: Partial<StatusUpdate> = {}): StatusUpdate {
  return {
    state: "training",
    step,
    steps: 100,
    stepsPerSecond: 0,
    message: "",
    scalars: {},
    lastEvaluation: null,
    trend: [],
    trendGaps: [],
    ...change,
  };
}
