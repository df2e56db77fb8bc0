import assert from "node:assert/strict";
import { test } from "node:test";
import { classColors, CLASS_ROWS, dataPicture, ROW_IMAGES } from "./data-picture.ts";

const pixel = (
  { width, channels, data }: { width: number; channels: number; data: Uint8Array },
  x: number,
  y: number,
) => [...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)];

test("points have the colours of their classes, further classes one together, and without classes all are alike", () => {
  // Far apart, so that no dot covers another.
  const data = new Float32Array([-1, 1, 1, 1, -1, -1, 1, -1]);
  const shape = [4, 2];
  const at = (raster: NonNullable<ReturnType<typeof dataPicture>>) =>
    [
      [29, 29],
      [611, 29],
      [29, 611],
      [611, 611],
    ].map(([x = 0, y = 0]) => pixel(raster, x, y).map(value => Math.round((value - 255 * 0.3) / 0.7)));
  const near = (found: readonly number[] | undefined, wanted: readonly number[]) => {
    wanted.forEach((value, c) => {
      assert.ok(Math.abs((found?.[c] ?? -99) - value) <= 1, `${found?.join()} is not ${wanted.join()}`);
    });
  };
  const labelled = dataPicture({ shape, data, labels: [0, 1, classColors.length, 0] });
  const alike = dataPicture({ shape, data, labels: null });
  assert.ok(labelled !== null && alike !== null);
  const [first, second, third, fourth] = at(labelled);
  near(first, classColors[0].rgb);
  near(second, classColors[1].rgb);
  near(third, [150, 150, 150]);
  near(fourth, classColors[0].rgb);
  for (const found of at(alike)) near(found, classColors[0].rgb);
});

test("a row of images is a class, in the order of the classes, cut and filled to one width", () => {
  // One pixel each: its brightness is its class.
  const labels = [1, 0, 1, ...Array.from({ length: ROW_IMAGES + 3 }, () => 2), CLASS_ROWS];
  const data = Float32Array.from(labels, label => (label * 10) / 127.5 - 1);
  const raster = dataPicture({ shape: [labels.length, 1, 1, 1], data, labels });
  assert.ok(raster !== null);
  assert.deepEqual([raster.width, raster.height], [ROW_IMAGES * 3 - 2, CLASS_ROWS * 3 - 2]);
  const rows = [0, 1, 2, 3].map(row =>
    Array.from({ length: ROW_IMAGES }, (_, i) => pixel(raster, i * 3, row * 3)[0] ?? -1),
  );
  const full = (label: number, count: number) =>
    Array.from({ length: ROW_IMAGES }, (_, i) => (i < count ? label * 10 : 64));
  assert.deepEqual(rows, [full(0, 1), full(1, 2), full(2, ROW_IMAGES), full(3, 0)]);
});

test("what has no samples, or is neither points nor images, has no picture; points of one dimension lie on a line", () => {
  assert.equal(dataPicture({ shape: [0, 2], data: new Float32Array(), labels: null }), null);
  assert.equal(dataPicture({ shape: [1, 2, 2], data: new Float32Array(4), labels: null }), null);
  assert.ok(dataPicture({ shape: [2, 1], data: new Float32Array([0, 1]), labels: null }) !== null);
});
