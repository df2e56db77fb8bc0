import assert from "node:assert/strict";
import { test } from "node:test";
import { extentOf, isInSight, nearestRow, placeInModes, sharesWithin } from "./modes.ts";

const modes = {
  count: 2,
  centers: Float64Array.of(-1, 0, 1, 0),
  std: Float64Array.of(0.1, 0.2),
  weights: Float64Array.of(0.5, 0.5),
};
const cloud = (...data: number[]) => ({ rows: data.length / 2, dims: 2, data: Float32Array.from(data) });

test("samples belong to their nearest mode, at a distance in its own standard deviations", () => {
  const placed = placeInModes(cloud(-1, 0.1, 1.2, 0, 0.9, 0), modes);
  assert.deepEqual([...placed.mode], [0, 1, 1]);
  [1, 1, 0.5].forEach((sigmas, i) => {
    assert.ok(Math.abs((placed.sigmas[i] ?? NaN) - sigmas) < 1e-5);
  });
});

test("shares count samples within three standard deviations, over all samples", () => {
  const placed = placeInModes(cloud(-1, 0, -1, 0.29, -1, 0.31, 1, 0.59), modes);
  assert.deepEqual([...sharesWithin(placed, 2)], [0.5, 0.25]);
});

test("an extent is a square around the data with room, and never empty", () => {
  const extent = extentOf(cloud(-2, 0, 2, 1), 0, 1);
  assert.equal(extent.centerX, 0);
  assert.equal(extent.centerY, 0.5);
  assert.ok(extent.half > 2);
  assert.equal(extentOf(cloud(3, 3), 0, 1).half, 1);
  assert.equal(extentOf(cloud(), 0, 1).half > 0, true);
});

test("the nearest row is found in the two dimensions shown", () => {
  assert.equal(nearestRow(cloud(0, 0, 1, 1, 2, 2), [0, 1], { x: 1.2, y: 0.9 }).row, 1);
  assert.equal(nearestRow(cloud(), [0, 1], { x: 0, y: 0 }).row, -1);
});

test("points are in sight where one lies within the square; what is not finite is nowhere", () => {
  const extent = { centerX: 0, centerY: 0, half: 1 };
  assert.equal(isInSight(cloud(5, 5, 0.5, -0.5), [0, 1], extent), true);
  assert.equal(isInSight(cloud(5, 5, 0.5, -3, NaN, NaN), [0, 1], extent), false);
});
