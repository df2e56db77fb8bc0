import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "./halving.ts";

const halving = { measure: "quality/coverage", keep: 0.5, at: [100] };
const arms = (values: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(values).map(([point, list]) => ({ point, values: list }));
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
