import assert from "node:assert/strict";
import { test } from "node:test";
import { readExperiment } from "../experiment/read.ts";
import { initialKnobs } from "../experiment/knobs.ts";
import { nextTurn, variantAt } from "./variant.ts";

const experiment = (every: number) =>
  readExperiment(
    `{ "data": { "kind": "ring" }, "penalties": { "r1": { "every": ${every} } } }`,
    "v.gan.json",
  );
const at = (every: number, changes: Record<string, number>, step = 1) => {
  const plan = experiment(every);
  return variantAt(plan, { ...initialKnobs(plan), ...changes }, step);
};

test("a part whose knob is 0 is left out", () => {
  assert.equal(at(1, {}).key, "plain");
  assert.equal(at(1, { "pairing.weight": 0.02 }).key, "pairing");
  assert.equal(at(1, { "penalties.r1.gamma": 0.1 }).key, "r1x1");
  const all = at(1, { "pairing.weight": 0.02, "penalties.r1.gamma": 0.1 });
  assert.ok(all.pairing && all.penalties.get("r1") === 1);
});

test("knobs that only weigh do not make another variant", () => {
  assert.equal(
    at(1, { "pairing.weight": 0.02 }).key,
    at(1, { "pairing.weight": 0.5, "pairing.noise": 1 }).key,
  );
});

test("a lazy penalty is computed at multiples of its interval and counts as many times", () => {
  const gamma = { "penalties.r1.gamma": 0.1 };
  assert.deepEqual(
    [1, 3, 4, 5, 8].map(step => at(4, gamma, step).penalties.get("r1")),
    [undefined, undefined, 4, undefined, 4],
  );
});

test("the next turn is the first step at which a lazy penalty comes or goes", () => {
  const plan = experiment(4);
  for (let step = 1; step < 20; step++) {
    const active = (s: number) => s % 4 === 0;
    let expected = step + 1;
    while (active(expected) === active(step)) expected++;
    assert.equal(nextTurn(plan, step), expected, `after step ${step}`);
  }
  assert.equal(nextTurn(experiment(1), 5), Infinity);
});
