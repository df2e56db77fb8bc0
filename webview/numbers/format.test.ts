import assert from "node:assert/strict";
import { test } from "node:test";
import { readNumber, readWhole } from "../../src/plain/typed-number.ts";
import {
  formatDuration,
  formatHalf,
  formatKnob,
  formatMeasure,
  formatPercent,
  formatPlusMinus,
  formatSigned,
  formatStep,
  formatValue,
} from "./format.ts";

test("steps have comma groups and a true minus", () => {
  assert.equal(formatStep(6400), "6,400");
  assert.equal(formatStep(-1234567), "−1,234,567");
  assert.equal(formatStep(0), "0");
});

test("half an interval has the decimals of the value beside it, or its own, and no powers of ten", () => {
  assert.deepEqual(
    [0, 0.0025, 0.00004, 0.043, 0.2, 12, 1234].map(half => formatHalf(half)),
    ["0", "0.0025", "0.000040", "0.04", "0.20", "12.00", "1,234"],
  );
});

test("a difference has its sign, and what is none has none; a power of ten has a true minus too", () => {
  assert.deepEqual(
    [0.123, -0.5, 0, -0, 0.0031, -0.0011].map(value => formatSigned(value)),
    ["+0.12", "−0.50", "0.00", "0.00", "+3.1e−3", "−1.1e−3"],
  );
  assert.equal(formatKnob(-1e-7), "−1e−7");
});

test("what is counted has decimals only where a mean has some; half an interval keeps its 0", () => {
  assert.deepEqual(
    [8, 7.75, null].map(modes => formatMeasure("quality/modes", modes)),
    ["8", "7.75", "–"],
  );
  assert.equal(formatMeasure("quality/coverage", 1), "1.00");
  assert.equal(formatPlusMinus(0.0318, 3), "±0.032");
});

test("values keep their decimals, and tiny ones are not shown as zero", () => {
  assert.equal(formatValue(0.7649), "0.76");
  assert.equal(formatValue(-0.5), "−0.50");
  assert.equal(formatValue(0), "0.00");
  assert.equal(formatValue(0.0004), "4.0e−4");
  assert.equal(formatValue(12345.6), "12,346");
  for (const odd of [null, undefined, Number.NaN, Infinity]) assert.equal(formatValue(odd), "–");
});

test("a knob's value comes back when it is typed in again", () => {
  for (const value of [0, 0.02, 1e-4, 2.5e-9, 0.00015, 300, 1.234e12]) {
    assert.deepEqual(readNumber(formatKnob(value)), { is: "number", value });
  }
});

test("a step comes back when it is typed in again", () => {
  for (const step of [0, 999, 6400, 1_234_567])
    assert.deepEqual(readWhole(formatStep(step)), { is: "number", value: step });
});

test("durations and shares read as people say them", () => {
  assert.equal(formatDuration(9.6), "10 s");
  assert.equal(formatDuration(125), "2 min 05 s");
  assert.equal(formatDuration(11400), "3 h 10 min");
  assert.equal(formatDuration(325.4 * 86_400), "325 days");
  assert.equal(formatPercent(0.125), "12.5 %");
});
