import assert from "node:assert/strict";
import { test } from "node:test";
import {
  axisTicks,
  fromUnit,
  linear,
  linearBounds,
  logTicks,
  niceTicks,
  tickLabel,
  toUnit,
  valueLabel,
} from "./axis.ts";

const log = { logarithmic: true, floor: 10 };

test("linear ticks are round, inside the bounds and about as many as asked for", () => {
  assert.deepEqual(niceTicks(0, 8000, 4), [0, 2000, 4000, 6000, 8000]);
  assert.deepEqual(niceTicks(0, 1.02, 10), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  for (const [low, high] of [
    [-3, 5],
    [0.001, 0.0011],
    [1e6, 3e6],
    [-1e-9, 1e-9],
  ] as const) {
    for (const count of [1, 3, 6, 10]) {
      const ticks = niceTicks(low, high, count);
      assert.ok(ticks.length <= 2 * count + 2);
      for (const tick of ticks) assert.ok(tick >= low - 1e-9 && tick <= high * (1 + 1e-9) + 1e-18);
    }
  }
});

test("empty and odd bounds give few ticks and never hang", () => {
  assert.deepEqual(niceTicks(2, 2, 5), [2]);
  assert.deepEqual(niceTicks(Number.NaN, 1, 5), []);
  assert.deepEqual(logTicks(0, 1), []);
});

test("logarithmic ticks are few at any span and grow", () => {
  for (const [low, high] of [
    [0.9, 1.1],
    [0.5, 4],
    [1e-4, 1],
    [1e-12, 1e12],
    [10, 8000],
  ] as const) {
    const ticks = logTicks(low, high);
    assert.ok(ticks.length >= 2 && ticks.length <= 9, `${low} to ${high}: ${ticks.join(" ")}`);
    assert.deepEqual(
      ticks,
      [...new Set(ticks)].sort((a, b) => a - b),
    );
  }
});

test("a value comes back from its unit; zero lies below the floor and comes back as zero", () => {
  for (const value of [10, 37, 8000])
    assert.ok(Math.abs(fromUnit(log, toUnit(log, value)) / value - 1) < 1e-12);
  for (const value of [-3, 0, 7]) assert.equal(fromUnit(linear, toUnit(linear, value)), value);
  assert.ok(toUnit(log, 0) < toUnit(log, 10));
  assert.equal(fromUnit(log, toUnit(log, 0)), 0);
  assert.equal(toUnit(log, 3), toUnit(log, 10));
});

test("a logarithmic axis that reaches zero begins its ticks with it", () => {
  assert.equal(axisTicks(log, 0, 8000, 5)[0], 0);
  assert.ok((axisTicks(log, 100, 8000, 5)[0] ?? 0) >= 100);
});

test("a y axis starts at zero unless values are below", () => {
  assert.equal(linearBounds(1, 3)[0], 0);
  assert.ok(linearBounds(-1, 3)[0] < -1);
  assert.ok(linearBounds(1, 3)[1] > 3);
  assert.deepEqual(linearBounds(Infinity, -Infinity), [0, 1]);
  assert.deepEqual(linearBounds(0, 0), [0, 1]);
});

test("tick labels are short", () => {
  assert.deepEqual([0, 0.1, 1000, 8000, 1e9].map(tickLabel), ["0", "0.1", "1,000", "8,000", "1e+9"]);
});

test("a number beside a value axis is short, whatever its size", () => {
  assert.deepEqual([0, 0.5, 0.001, 0.0004, -0.00025, 1000, 15_000, 100_000, 2.5e9].map(valueLabel), [
    "0",
    "0.5",
    "0.001",
    "4e−4",
    "−2.5e−4",
    "1,000",
    "1.5e4",
    "1e5",
    "2.5e9",
  ]);
});
