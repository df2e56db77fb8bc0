import assert from "node:assert/strict";
import { test } from "node:test";
import { readExperiment } from "../experiment/read.ts";
import {
  nextSeeds,
  proposedBudget,
  proposedWeights,
  readWeights,
  trialRecord,
  whyNotTried,
} from "./proposal.ts";

const experiment = readExperiment('{ "data": { "kind": "ring" } }', "ring.gan.json");

test("none, half, the same, double and ten times; where there is none yet, a range that helped before", () => {
  assert.deepEqual(proposedWeights(0.02), [0, 0.01, 0.02, 0.04, 0.2]);
  assert.deepEqual(proposedWeights(0.003), [0, 0.0015, 0.003, 0.006, 0.03]);
  assert.deepEqual(proposedWeights(0), [0, 0.002, 0.005, 0.02, 0.1]);
  assert.equal(proposedBudget({ steps: 8000 }), 1000);
  assert.equal(proposedBudget({ steps: 3 }), 1);
});

test("weights are read with the one that holds among them; what is none is named", () => {
  assert.deepEqual(readWeights("0.1, 0 0.02;0.1", experiment, 0.02), { weights: [0, 0.02, 0.1] });
  assert.deepEqual(readWeights("0; 0,005; 0,1", experiment, 0.02), { weights: [0, 0.005, 0.02, 0.1] });
  assert.deepEqual(readWeights("0.1", experiment, 0), { weights: [0, 0.1] });
  for (const [text, problem] of [
    ["", /weights with blanks between them/],
    ["0.1, much", /"much" is no number/],
    ["0,0.005,0.02", /is no number/],
    ["0, 1,234", /may be 1\.234 or 1234/],
    ["-1", /^-1: /],
    ["0.02", /one at least beside 0\.02/],
    ["1 2 3 4 5 6 7 8", /8 at most/],
  ] as const) {
    const read = readWeights(text, experiment, 0.02);
    assert.match("problem" in read ? read.problem : "", problem, text);
  }
});

test("a short budget is recorded often enough for a curve, never less often than the experiment wants", () => {
  assert.deepEqual(trialRecord(experiment, 1000), { evaluation: 200, samples: 100 });
  assert.deepEqual(trialRecord(experiment, 1e6), { evaluation: 500, samples: 100 });
  assert.deepEqual(trialRecord(experiment, 1), { evaluation: 1, samples: 1 });
});

test("more seeds go on counting, up to ten in all", () => {
  assert.deepEqual(nextSeeds([7], 2), [8, 9]);
  assert.deepEqual(nextSeeds([1, 2, 3, 4, 5, 6, 7, 8, 9], 5), [10]);
  assert.equal(whyNotTried(experiment), null);
});
