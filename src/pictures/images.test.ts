import assert from "node:assert/strict";
import { test } from "node:test";
import { imagesOf, toPixels } from "./images.ts";

test("-1 to 1 is 0 to 255, the rest is cut off, and what is no number is black", () => {
  const values = Float32Array.of(-1, 0, 1, -2, 7, NaN, Infinity, -Infinity);
  assert.deepEqual([...toPixels(values)], [0, 128, 255, 0, 255, 0, 255, 0]);
});

test("every 8-bit value comes back from the sample it stands for", () => {
  const samples = Float32Array.from({ length: 256 }, (_, value) => value / 127.5 - 1);
  assert.deepEqual(
    [...toPixels(samples)],
    Array.from({ length: 256 }, (_, value) => value),
  );
});

test("samples are images where they have rows, columns and 1 or 3 channels", () => {
  const data = new Float32Array(24);
  assert.equal(imagesOf([2, 2, 2, 3], data)?.pixels.length, 24);
  assert.deepEqual(imagesOf([6, 2, 2, 1], data)?.channels, 1);
  for (const shape of [[12, 2], [3, 2, 2, 2], [2, 2, 2, 1], [2, 0, 4, 3], [24]]) {
    assert.equal(imagesOf(shape, data), null, String(shape));
  }
  assert.equal(imagesOf([0, 2, 2, 3], new Float32Array())?.count, 0);
});
