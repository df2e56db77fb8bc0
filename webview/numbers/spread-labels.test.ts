import assert from "node:assert/strict";
import { test } from "node:test";
import { spreadLabels } from "./spread-labels.ts";

const spread = (ys: readonly number[], distance: number, low: number, high: number) =>
  spreadLabels(
    ys.map((y, i) => ({ y, wish: y, i })),
    distance,
    low,
    high,
  );

test("labels far enough apart stay where they want to be", () => {
  assert.deepEqual(
    spread([10, 50, 30], 16, 0, 100).map(label => label.y),
    [10, 30, 50],
  );
});

test("whatever the wishes, neighbours are apart, in order and within the bounds", () => {
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 500; round++) {
    const count = 1 + Math.floor(random() * 8);
    const ys = Array.from({ length: count }, () => random() * 240 - 20);
    const labels = spread(ys, 16, 0, 200);
    labels.forEach((label, i) => {
      assert.ok(label.y >= -1e-9 && label.y <= 200 + 1e-9);
      const before = labels[i - 1];
      if (before === undefined) return;
      assert.ok(before.wish <= label.wish);
      assert.ok(label.y - before.y >= 16 - 1e-6);
    });
  }
});

test("two labels at one place part around it, also at an edge", () => {
  assert.deepEqual(
    spread([100, 100], 16, 0, 200).map(label => label.y),
    [92, 108],
  );
  assert.deepEqual(
    spread([0, 0], 16, 0, 200).map(label => label.y),
    [0, 16],
  );
});

test("labels that cannot fit are spread evenly", () => {
  assert.deepEqual(
    spread([5, 5, 5], 16, 0, 20).map(label => label.y),
    [0, 10, 20],
  );
});
