import assert from "node:assert/strict";
import { test } from "node:test";
import { gridColumns, imageGrid } from "./image-grid.ts";
import { imagesOf } from "./images.ts";
import type { PixelImages } from "./images.ts";

const images = (shape: readonly number[], ...values: number[]): PixelImages => {
  const made = imagesOf(shape, Float32Array.from(values));
  assert.ok(made !== null);
  return made;
};

test("a grid is about half as wide again as it is high", () => {
  assert.deepEqual([96, 64, 4].map(gridColumns), [12, 10, 3]);
});

test("images stand row by row with gaps, and an open place is background", () => {
  const grid = imageGrid(images([3, 1, 2, 1], -1, 1, 0, 0, 1, 1), 2);
  assert.deepEqual([grid.width, grid.height, grid.channels], [6, 4, 1]);
  const rows = [0, 1, 2, 3].map(row => [...grid.data.subarray(6 * row, 6 * row + 6)]);
  const gap = [64, 64, 64, 64, 64, 64];
  assert.deepEqual(rows, [[0, 255, 64, 64, 128, 128], gap, gap, [255, 255, 64, 64, 64, 64]]);
});

test("colours stay together", () => {
  const { data, width, height } = imageGrid(images([2, 1, 1, 3], 1, -1, -1, -1, 1, -1), 1);
  assert.deepEqual([width, height], [1, 4]);
  assert.deepEqual([...data.subarray(0, 3), ...data.subarray(9, 12)], [255, 0, 0, 0, 255, 0]);
});

test("no images are no grid", () => {
  assert.throws(() => imageGrid(images([0, 2, 2, 1])), RangeError);
});
