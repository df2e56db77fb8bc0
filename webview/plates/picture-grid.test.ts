import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureAt, pictureLayout } from "./picture-grid.ts";

const whole = { zoom: 1, x: 0, y: 0 };

test("all pictures are seen, as large as the plate lets them, and each is found where it stands", () => {
  for (const [count, width, height] of [
    [96, 300, 480],
    [96, 640, 430],
    [12, 200, 200],
    [1, 50, 90],
    [7, 1000, 30],
  ] as const) {
    const layout = pictureLayout(count, { width, height }, whole);
    const { columns, rows, pitch, left, top } = layout;
    assert.ok(columns * rows >= count && left >= -1e-9 && top >= -1e-9, `${count} in ${width} x ${height}`);
    for (let n = 1; n <= count; n++)
      assert.ok(Math.min(width / n, height / Math.ceil(count / n)) <= pitch + 1e-9, `${n} columns`);
    for (let index = 0; index < count; index++) {
      const [x, y] = [
        left + ((index % columns) + 0.5) * pitch,
        top + (Math.floor(index / columns) + 0.5) * pitch,
      ];
      assert.equal(pictureAt(layout, count, x, y), index);
    }
    assert.equal(pictureAt(layout, count, left - 1, top + 1), -1);
    assert.equal(pictureAt(layout, count, left + columns * pitch + 1, top + 1), -1);
  }
});

test("enlarged and moved, pictures stay in their order around the same middle", () => {
  const size = { width: 300, height: 300 };
  const layout = pictureLayout(9, size, { zoom: 3, x: 0, y: 0 });
  assert.equal(pictureAt(layout, 9, 150, 150), 4);
  assert.equal(pictureAt(layout, 9, 1, 1), 4);
  const moved = pictureLayout(9, size, { zoom: 3, x: 1, y: 0 });
  assert.equal(pictureAt(moved, 9, 150, 150), 3);
});
