import assert from "node:assert/strict";
import { test } from "node:test";
import { turn } from "./turn.ts";

test("cosine and sine agree with the engine's own to 4e-16 around the circle and beyond", () => {
  for (let i = -3000; i <= 5000; i++) {
    const angle = i / 1000;
    const { cos, sin } = turn(angle);
    // Reduced first: 2 pi angle is itself rounded, the more the larger it is.
    const reduced = angle - Math.round(angle);
    assert.ok(Math.abs(cos - Math.cos(2 * Math.PI * reduced)) < 4e-16, `${angle}`);
    assert.ok(Math.abs(sin - Math.sin(2 * Math.PI * reduced)) < 4e-16, `${angle}`);
  }
});

test("quarters of a turn are exact", () => {
  const quarters = [0, 0.25, 0.5, 0.75, 1, -0.25].map(turn).map(({ cos, sin }) => [cos + 0, sin + 0]);
  assert.deepEqual(quarters, [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
    [1, 0],
    [0, -1],
  ]);
});
