// Resume, branch and replay are exact with every loss, penalty and pairing kind that draws or looks at a batch again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { branchRun } from "../../src/launching/branch-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { readDigests } from "../../src/runs/digests.ts";
import { paired, pairingNames, strength } from "../support/objective-axes.ts";
import type { Settings } from "../support/objective-axes.ts";
import { prepare, results, temporaryRuns, trainToEnd } from "./harness.ts";

/** With two updates of the discriminator, each of which draws. */
const tiny = {
  steps: 24,
  batch: 6,
  criticSteps: 2,
  "generator.hidden": [6],
  "discriminator.hidden": [6],
  record: { scalars: 4, samples: 8, evaluation: 8, checkpoint: 8 },
  "evaluation.samples": 40,
};

const drawing: Readonly<Record<string, Settings>> = {
  ...Object.fromEntries(pairingNames.map(kind => [kind, paired(kind)])),
  "gradient penalty": { loss: "wasserstein", [strength("gradientPenalty")]: 0.1 },
  relativistic: { loss: "relativistic", [strength("r2")]: 0.5, "penalties.r2.every": 3 },
  // Every batch that the discriminator sees is drawn for: real, generated, near ones, the generator's, the real one again.
  augmentations: {
    ...paired("zcr"),
    data: { kind: "digits" },
    augment: ["translation", "color", "cutout"],
    // Not the networks that images have by default, which are large.
    "generator.kind": "mlp",
    "discriminator.kind": "mlp",
    loss: "relativistic",
    [strength("gradientPenalty")]: 0.1,
  },
};

/** What was trained: a run that is done at a step for now is sampled and evaluated there too. */
const trainedOf = (folder: string): Map<string, string> =>
  new Map([...results(folder, 8)].filter(([key]) => /^(checkpoints|loss|score)\//.test(key)));

for (const [name, settings] of Object.entries(drawing))
  test(`${name}: ended for now and resumed, branched and replayed, the bytes are the same`, async t => {
    const runs = temporaryRuns(t);
    const changes = { ...tiny, ...settings };
    const whole = await prepare(runs, changes);
    assert.equal((await trainToEnd(whole)).code, 0);
    const broken = await prepare(runs, changes);
    for (const upTo of [5, 13]) await trainToEnd(broken, { upTo });
    assert.equal((await trainToEnd(broken)).code, 0);
    const [expected, found] = [trainedOf(whole), trainedOf(broken)];
    assert.ok(expected.size > 8 && expected.has("loss/generator"));
    assert.deepEqual(found, expected);
    const branch = await branchRun({ folder: whole, step: 16, runsFolder: runs });
    assert.equal((await trainToEnd(branch)).code, 0);
    assert.equal(readDigests(branch).get(24)?.digest, readDigests(whole).get(24)?.digest);
    assert.equal((await replayRun({ folder: broken, script: "dist/trainer.js" })).parted, null);
  });
