import assert from "node:assert/strict";
import { test } from "node:test";
import { fitPicture } from "./fit-picture.ts";

function picture(width: number, height: number, value: (x: number, y: number, c: number) => number) {
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) data[3 * (y * width + x) + c] = value(x, y, c);
  return { width, height, data };
}

function fitted(source: ReturnType<typeof picture>, size: number, channels: 1 | 3): number[] {
  const out = new Uint8Array(size * size * channels);
  fitPicture(source, size, channels, out);
  return [...out];
}

test("a picture of the right size is taken as it is", () => {
  const source = picture(5, 5, (x, y, c) => (x * 50 + y * 7 + c * 31) % 256);
  assert.deepEqual(fitted(source, 5, 3), [...source.data]);
});

test("of a wide or tall picture the centre is taken", () => {
  const wide = picture(9, 3, x => (x >= 3 && x < 6 ? 200 : 0));
  assert.deepEqual(fitted(wide, 3, 1), new Array(9).fill(200));
  const tall = picture(3, 9, (_, y) => (y >= 3 && y < 6 ? 200 : 0));
  assert.deepEqual(fitted(tall, 3, 3), new Array(27).fill(200));
});

test("a picture of one colour keeps it at any size, its grey is that of BT.601", () => {
  const source = picture(37, 23, (_x, _y, c) => [10, 250, 128][c] ?? 0);
  for (const size of [1, 7, 23, 64]) {
    assert.deepEqual(fitted(source, size, 3).slice(0, 3), [10, 250, 128]);
    assert.deepEqual(new Set(fitted(source, size, 3)), new Set([10, 250, 128]));
    assert.deepEqual(
      new Set(fitted(source, size, 1)),
      new Set([Math.round(0.299 * 10 + 0.587 * 250 + 0.114 * 128)]),
    );
  }
});

test("a picture that shrinks keeps its mean: every pixel counts", () => {
  // A checkerboard of single pixels, which nearest neighbours or unwidened filters turn black, white or into bands.
  const source = picture(64, 64, (x, y) => ((x + y) % 2) * 255);
  for (const value of fitted(source, 16, 1)) assert.ok(Math.abs(value - 127.5) < 2, String(value));
});
