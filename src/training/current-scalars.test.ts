import assert from "node:assert/strict";
import { test } from "node:test";
import { readExperiment } from "../experiment/read.ts";
import { History } from "../runs/history.ts";
import { currentScalars } from "./current-scalars.ts";

const experiment = readExperiment(
  `{ "data": { "kind": "ring" }, "record": { "scalars": 10 }, "penalties": { "r1": { "gamma": 1, "every": 16 } } }`,
  "t.gan.json",
);

test("what is recorded no longer is no value of now; what comes seldom stays until its turn", () => {
  const history = new History();
  const after = (step: number, scalars: Readonly<Record<string, number>>) => {
    history.add({ step, scalars });
    return currentScalars(experiment, history.tags, step);
  };
  after(10, { "loss/generator": 1, "loss/pairing": 2, "quality/coverage": 0.3 });
  after(20, { "loss/generator": 3, "loss/pairing": 4, "loss/r1": 5 });
  assert.deepEqual(after(23, { "knob/pairing.weight": 0 }), {
    "loss/generator": 3,
    "loss/pairing": 4,
    "loss/r1": 5,
    "knob/pairing.weight": 0,
  });
  assert.deepEqual(after(30, { "loss/generator": 6 }), {
    "loss/generator": 6,
    "loss/r1": 5,
    "knob/pairing.weight": 0,
  });
  // R1 is due at 32, so the means up to 40 would have it.
  assert.deepEqual(after(40, { "loss/generator": 7 }), { "loss/generator": 7, "knob/pairing.weight": 0 });
});
