import assert from "node:assert/strict";
import { test } from "node:test";
import { baselineProblem, usualBaseline } from "./baseline.ts";
import { pointKey, pointsOf, runsOf } from "./sweep.ts";

const kind = { key: "pairing.kind", values: ["neighbour", "latent", "dsgan"] };
const weight = { key: "pairing.weight", values: [0, 0.1] };
const gamma = { key: "penalties.r1.gamma", values: [0, 1] };
const every = { key: "penalties.r1.every", values: [1, 4] };

test("what trains the same bytes is one configuration, trained once", () => {
  const plan = { axes: [kind, weight], experiment: {}, seeds: [1, 2] };
  assert.deepEqual(
    pointsOf(plan).map(point => [point["pairing.kind"], point["pairing.weight"]]),
    [["neighbour", 0], ["neighbour", 0.1], ["latent", 0.1], ["dsgan", 0.1]], // prettier-ignore
  );
  assert.equal(runsOf(plan).length, 8);
  const key = (name: string, value: number) =>
    pointKey(plan, { "pairing.kind": name, "pairing.weight": value });
  assert.equal(key("dsgan", 0), key("neighbour", 0));
  assert.notEqual(key("dsgan", 0.1), key("neighbour", 0.1));
  assert.equal(pointsOf({ axes: [gamma, every], experiment: {} }).length, 3);
  assert.equal(pointsOf({ axes: [kind, weight, gamma, every], experiment: {} }).length, 12);
});

test("a weight that is no axis is the experiment's; one that is turned up later leaves nothing out", () => {
  const only = { axes: [kind] };
  assert.equal(pointsOf({ ...only, experiment: { pairing: { weight: 0 } } }).length, 1);
  assert.equal(pointsOf({ ...only, experiment: { pairing: { weight: 0.1 } } }).length, 3);
  assert.equal(pointsOf({ ...only, experiment: {} }).length, 3, "nothing is known of it");
  const schedule = [{ at: 10, set: "pairing.weight", to: 0.1, over: 0 }];
  assert.equal(pointsOf({ axes: [kind, weight], experiment: { schedule } }).length, 6);
  const planned = { key: "schedule", values: [[], schedule] };
  assert.equal(pointsOf({ axes: [kind, weight, planned], experiment: {} }).length, 4 + 6);
});

test("the question is weight 0 wherever an axis is a weight, whatever the order of the axes", () => {
  assert.deepEqual(usualBaseline([kind, weight]), { "pairing.weight": 0 });
  assert.deepEqual(usualBaseline([gamma, weight]), { "pairing.weight": 0 });
  assert.deepEqual(usualBaseline([kind, gamma]), { "penalties.r1.gamma": 0 });
  assert.deepEqual(usualBaseline([kind, { ...weight, values: [0.1, 0.2] }]), { "pairing.kind": "neighbour" });
  assert.deepEqual(usualBaseline([]), {});
  assert.equal(baselineProblem([kind], "pairing.kind", "latent"), null);
  assert.match(baselineProblem([], "batch", 1) ?? "", /^no axis of the sweep; its axes: none$/);
});
