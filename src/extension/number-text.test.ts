import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, durationText, grouped, knobText, measureText } from "./number-text.ts";

test("numbers read as the mockups write them", () => {
  assert.deepEqual([0, 999, 1000, 1234567, -12345].map(grouped), [
    "0",
    "999",
    "1,000",
    "1,234,567",
    "−12,345",
  ]);
  assert.deepEqual([0, 0.7654, 12.345, 0.000123, -0.5].map(measureText), [
    "0.00",
    "0.77",
    "12.35",
    "0.000123",
    "−0.50",
  ]);
  assert.deepEqual([0.02, Math.fround(0.02), 1e-7].map(knobText), ["0.02", "0.02", "1e−7"]);
  assert.deepEqual([3.2, 200, 9000, 345_000].map(durationText), ["3 s", "3 min", "3 h", "4 days"]);
  assert.deepEqual([counted(1, "run"), counted(1200, "run")], ["1 run", "1,200 runs"]);
});
