import assert from "node:assert/strict";
import { test } from "node:test";
import { latentsOnPath, positions, speedAlong } from "./interpolation.ts";

const row = ({ shape, data }: { shape: readonly number[]; data: Float32Array }, i: number) => {
  const size = shape[1] ?? 0;
  return [...data.subarray(i * size, (i + 1) * size)];
};

test("positions run evenly from 0 to 1, both included", () => {
  assert.deepEqual(positions(2), [0, 1]);
  assert.deepEqual(positions(5), [0, 0.25, 0.5, 0.75, 1]);
});

test("both paths begin and end at the latents themselves, to the bit", () => {
  const a = Float32Array.of(0.1, -1.7, 0.3);
  const b = Float32Array.of(2.3, 0.01, -0.2);
  for (const kind of ["slerp", "lerp"] as const) {
    const path = latentsOnPath(a, b, positions(7), kind);
    assert.deepEqual(path.shape, [7, 3]);
    assert.deepEqual(row(path, 0), [...a]);
    assert.deepEqual(row(path, 6), [...b]);
  }
});

test("slerp keeps the norm that lerp loses", () => {
  const a = Float32Array.of(2, 0);
  const b = Float32Array.of(0, 2);
  const norm = (kind: "slerp" | "lerp") => Math.hypot(...row(latentsOnPath(a, b, positions(3), kind), 1));
  assert.ok(Math.abs(norm("slerp") - 2) < 1e-6);
  assert.ok(Math.abs(norm("lerp") - Math.SQRT2) < 1e-6);
});

test("the speed along a straight line of even steps is its length", () => {
  const samples = { shape: [3, 2], data: Float32Array.of(0, 0, 1.5, 2, 3, 4) };
  assert.deepEqual(speedAlong(samples, [0, 0.5, 1]), [5, 5]);
});

test("a jump is a peak and a standstill is 0", () => {
  const samples = { shape: [4, 1], data: Float32Array.of(1, 1, 9, 9) };
  assert.deepEqual(speedAlong(samples, positions(4)).map(Math.round), [0, 24, 0]);
  assert.deepEqual(speedAlong({ shape: [1, 1], data: Float32Array.of(1) }, [0]), []);
});
