import assert from "node:assert/strict";
import { test } from "node:test";
import {
  GAP,
  gridOf,
  imageAt,
  leftOf,
  moved,
  revealing,
  rowsDrawn,
  steppedTo,
  topOf,
  wholeGrid,
  wholeImages,
  zoomed,
} from "./image-grid.ts";

const shape = { columns: 9, withReal: false, count: 96 };
const near = (found: number, expected: number) => {
  assert.ok(Math.abs(found - expected) < 1e-9, `${found} for ${expected}`);
};

test("nine columns fill the square and show 81 of 96 images whole", () => {
  const grid = gridOf(shape, 402, wholeGrid);
  near(9 * grid.cell + 8 * GAP, 402);
  assert.equal(wholeImages(grid), 81);
  assert.equal(wholeImages(gridOf({ ...shape, columns: 6 }, 402, wholeGrid)), 36);
  assert.equal(wholeImages(gridOf(shape, 402, { zoom: 1, x: 0, y: 99 })), 78);
});

test("real images take a third of the columns; the rest are as large as before but for the gutter", () => {
  const grid = gridOf({ ...shape, withReal: true }, 402, wholeGrid);
  assert.deepEqual([grid.perRow, grid.rows], [6, 16]);
  assert.equal(wholeImages(grid), 54);
  near(grid.width, 6 * grid.cell + 5 * GAP);
});

test("with real images beside them rows end whole, at the top and at the end; between and enlarged they are cut", () => {
  const at = (zoom: number, y: number) => gridOf({ ...shape, withReal: true }, 402, { zoom, x: 0, y });
  assert.equal(rowsDrawn(at(1, 0)), 9);
  assert.deepEqual([at(1, 99).view.y, rowsDrawn(at(1, 99))], [7, 9]);
  assert.equal(rowsDrawn(at(1, 0.5)), 10);
  assert.equal(rowsDrawn(at(2, 0)), 5);
  assert.equal(imageAt(at(1, 0), 10, 401), null);
});

test("a view stays inside the grid, and no zoom goes beyond one image", () => {
  const end = gridOf(shape, 402, { zoom: 3, x: 50, y: 50 });
  near(leftOf(end, 8) + end.cell, 402);
  near(topOf(end, 95) + end.cell, 402);
  const closest = gridOf(shape, 402, { zoom: 1000, x: 0, y: 0 });
  assert.ok(closest.cell <= 402 && closest.cell > 300);
  assert.deepEqual(gridOf(shape, 402, { zoom: 0.1, x: -4, y: -4 }).view, wholeGrid);
});

test("zooming keeps what is under the pointer under it", () => {
  const before = gridOf(shape, 402, { zoom: 1.5, x: 1, y: 2 });
  const [x, y] = [200, 150];
  const after = gridOf(shape, 402, zoomed(before, 1.3, x, y));
  near(x / before.pitch + before.view.x, x / after.pitch + after.view.x);
  near(y / before.pitch + before.view.y, y / after.pitch + after.view.y);
});

test("the image under a place is the one drawn there", () => {
  const grid = gridOf({ ...shape, withReal: true }, 402, { zoom: 2, x: 1.5, y: 3 });
  for (const index of [20, 21, 27])
    assert.equal(imageAt(grid, leftOf(grid, index) + grid.cell / 2, topOf(grid, index) + 2), index);
  assert.equal(imageAt(grid, grid.width + 5, 10), null);
  assert.equal(imageAt(gridOf({ ...shape, count: 4 }, 402, wholeGrid), 300, 10), null);
});

test("keys lead from image to image and stop at the ends; the view follows as little as it must", () => {
  const grid = gridOf(shape, 402, { zoom: 3, x: 0, y: 0 });
  assert.equal(steppedTo(grid, 0, "ArrowLeft"), 0);
  assert.equal(steppedTo(grid, 4, "ArrowDown"), 13);
  assert.equal(steppedTo(grid, 95, "ArrowDown"), 95);
  assert.equal(steppedTo(grid, 4, "End"), 95);
  assert.equal(steppedTo(grid, 4, "x"), null);
  assert.deepEqual(revealing(grid, 0), grid.view);
  const there = gridOf(shape, 402, revealing(grid, 44));
  near(leftOf(there, 44) + there.cell, 402);
  near(topOf(there, 44) + there.cell, 402);
});

test("moving goes by cells, up to the edges", () => {
  const grid = gridOf(shape, 402, { zoom: 2, x: 1, y: 1 });
  assert.deepEqual(moved(grid, 1, -1), { zoom: 2, x: 2, y: 0 });
  assert.deepEqual(moved(grid, -9, -9), { zoom: 2, x: 0, y: 0 });
});
