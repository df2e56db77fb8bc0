import assert from "node:assert/strict";
import { test } from "node:test";
import { age, duration, grouped, shortNumber } from "./numbers.ts";

test("numbers keep about four figures at every size", () => {
  const cases = [
    [0, "0"],
    [0.4621, "0.462"],
    [-0.4621, "-0.462"],
    [1, "1.000"],
    [12.345, "12.35"],
    [123.45, "123.5"],
    [12345.6, "12,346"],
    [1.5e7, "1.5e7"],
    [0.0002, "2.0e-4"],
  ] as const;
  for (const [value, text] of cases) assert.equal(shortNumber(value), text);
});

test("no number takes more than nine characters", () => {
  for (let power = -300; power <= 300; power += 7) {
    for (const digits of [1, 1.5, 9.99999]) assert.ok(shortNumber(-digits * 10 ** power).length <= 9);
  }
});

test("time spans use the units that matter", () => {
  const cases = [
    [-3, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min 00 s"],
    [200, "3 min 20 s"],
    [3600 + 61, "1 h 01 min"],
    [47 * 3600, "47 h 00 min"],
    [49 * 3600, "2 d 1 h"],
  ] as const;
  for (const [seconds, text] of cases) assert.equal(duration(seconds), text);
});

test("ages use one unit", () => {
  const cases = [
    [-10, "now"],
    [30, "30 s ago"],
    [119, "1 min ago"],
    [7300, "2 h ago"],
    [86_400 * 30, "30 d ago"],
  ] as const;
  for (const [seconds, text] of cases) assert.equal(age(seconds), text);
});

test("counts are grouped in thousands", () => {
  assert.equal(grouped(12_345_678), "12,345,678");
});
