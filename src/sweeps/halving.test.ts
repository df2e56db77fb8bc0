import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "./halving.ts";

const halving = { measure: "quality/coverage", keep: 0.5, at: [100] };
const arms = (values: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(values).map(([point, list]) => ({ point, values: list, without: 0 }));
const stopped = (measure: string, keep: number, values: Readonly<Record<string, readonly number[]>>) =>
  decide({ ...halving, measure, keep }, 100, arms(values)).stopped.map(({ point }) => point);

test("the best half by the mean over seeds goes on, rounded up", () => {
  assert.deepEqual(stopped("quality/coverage", 0.5, { a: [0.1, 0.3], b: [0.9], c: [0.5, 0.5], d: [0.4] }), [
    "d",
    "a",
  ]);
  assert.deepEqual(stopped("quality/coverage", 0.5, { a: [1], b: [2], c: [3] }), ["a"]);
  assert.deepEqual(stopped("quality/coverage", 0.01, { a: [1], b: [2] }), ["a"]);
});

test("lower may be better, or nearer to one", () => {
  assert.deepEqual(stopped("quality/mode_kl", 0.5, { a: [1], b: [2] }), ["b"]);
  assert.deepEqual(stopped("collapse/mode_spread", 0.5, { a: [0.4], b: [1.5] }), ["a"]);
});

test("no value is worse than any; where nobody has one, all go on; equals keep the plan's order", () => {
  assert.deepEqual(stopped("quality/coverage", 0.5, { a: [], b: [0] }), ["a"]);
  assert.deepEqual(stopped("quality/coverage", 0.5, { a: [], b: [] }), []);
  assert.deepEqual(stopped("quality/coverage", 0.5, { a: [1], b: [1], c: [1] }), ["c"]);
});

test("the reason has the figures", () => {
  assert.equal(
    decide(halving, 2000, arms({ a: [0.125, 0.25], b: [0.5] })).stopped[0]?.reason,
    "stopped by successive halving at step 2000: quality/coverage is 0.1875, the mean of 2 seeds, and 0.5 was needed; the best 1 of 2 configurations go on",
  );
});

test("seeds without a value count against their configuration, however good the others", () => {
  const contenders = [
    { point: "collapsed in one", values: [0.9, 0.9], without: 1 },
    { point: "poor", values: [0.1, 0.1, 0.1], without: 0 },
    { point: "collapsed in two", values: [0.95], without: 2 },
    { point: "collapsed", values: [], without: 3 },
  ];
  const { stopped: out } = decide(halving, 200, contenders);
  assert.deepEqual(
    out.map(({ point }) => point),
    ["collapsed in two", "collapsed"],
  );
  assert.match(out[0]?.reason ?? "", /is 0\.95, the mean of 1 seed and undefined in 2 of 3; the best 2 of 4/);
  assert.match(out[1]?.reason ?? "", /quality\/coverage is undefined in all 3 seeds;/);
});
