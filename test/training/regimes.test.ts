// The regimes that New Experiment offers, as they are shipped: each trains for some steps by a trainer of its own.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { readExperimentFile } from "../../src/experiment/read-file.ts";
import { readExperiment, type Setting } from "../../src/experiment/read.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { newExperimentText } from "../../src/extension/experiment-files/new-experiment.ts";
import { exampleName, regimeNames, regimes } from "../../src/extension/experiment-files/regimes.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { readDigests } from "../../src/runs/digests.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readStatus } from "../../src/runs/status.ts";
import { temporaryRuns, trainToEnd } from "./harness.ts";

const STEPS = 30;

const shorter: readonly Setting[] = Object.entries({
  "record.scalars": 10,
  "record.samples": STEPS,
  "record.evaluation": STEPS,
  "evaluation.samples": 100,
}).map(([key, value]) => ({ key, value }));

/** Which example's generator has these weights after the last step: what is silently ignored gives the same. */
const seen = new Map<string, string>();

for (const regime of regimeNames)
  for (const isPaired of [false, true]) {
    const name = exampleName("ring", regime, isPaired);
    test(`examples/${name} trains, finite, with all of its parts and without a notice`, async t => {
      const file = join("examples", `${name}.gan.json`);
      await trainsWhole(t, name, readExperimentFile(file, { steps: STEPS, settings: shorter }));
    });
  }

/** What makes a step on images short, and changes nothing of a regime. */
const smaller: readonly Setting[] = Object.entries({
  batch: 16,
  "generator.channels": 4,
  "discriminator.channels": 4,
  "record.scalars": 2,
  "record.samples": 4,
  "record.evaluation": 4,
  "evaluation.samples": 20,
}).map(([key, value]) => ({ key, value }));

for (const regime of regimeNames)
  test(`a new experiment of images as ${regimes[regime].title} with pairing trains likewise`, async t => {
    const choices = { name: regime, data: "digits", file: null, regime, pairing: "neighbour" } as const;
    const text = newExperimentText(choices);
    await trainsWhole(t, `digits, ${regime}`, readExperiment(text, regime, { steps: 4, settings: smaller }));
  });

/** Trains the run of an experiment to its end: finite, by all parts that it has, and unlike every other. */
async function trainsWhole(t: TestContext, name: string, experiment: Experiment): Promise<void> {
  const folder = await prepareRun({ experiment, runsFolder: temporaryRuns(t) });
  const { code, message } = await trainToEnd(folder);
  assert.equal(code, 0, message);
  assert.deepEqual(readJournal(folder), []);
  const { state, step, scalars } = readStatus(folder);
  assert.deepEqual([state, step], ["done", experiment.steps]);
  for (const [tag, value] of Object.entries(scalars)) assert.ok(Number.isFinite(value), tag);
  const { penalties, pairing } = experiment;
  const parts = {
    "loss/r1": penalties.r1.gamma,
    "loss/r2": penalties.r2.gamma,
    "loss/gradient_penalty": penalties.gradientPenalty.weight,
    "loss/pairing": pairing.weight,
  };
  for (const [tag, weight] of Object.entries(parts)) assert.equal(tag in scalars, weight > 0, tag);
  const { tensors } = readDigests(folder).get(experiment.steps) ?? assert.fail();
  const weights = Object.entries(tensors).filter(([tensor]) => tensor.startsWith("generator."));
  assert.ok(weights.length > 0);
  const digest = JSON.stringify(weights);
  assert.equal(seen.get(digest), undefined);
  seen.set(digest, name);
}
