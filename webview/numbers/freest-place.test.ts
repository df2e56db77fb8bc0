import assert from "node:assert/strict";
import { test } from "node:test";
import { crosses, freestPlace } from "./freest-place.ts";

const box = (left: number, top: number) => ({ left, top, right: left + 20, bottom: top + 10 });

test("a line crosses a box that it passes through, begins in or touches, and no other", () => {
  const at = (x0: number, y0: number, x1: number, y1: number) =>
    crosses({ x: x0, y: y0 }, { x: x1, y: y1 }, box(10, 10));
  assert.ok(at(0, 0, 40, 30));
  assert.ok(at(15, 15, 15, 15));
  assert.ok(at(0, 20, 40, 20));
  assert.ok(!at(0, 21, 40, 21));
  assert.ok(!at(0, 0, 9, 40));
  assert.ok(!at(0, 30, 20, 40));
  assert.ok(!at(5, 15, 5, 15));
});

test("a label stands at the first place that no line passes, else where the fewest do", () => {
  const line = [0, 10, 20, 30, 40].map(x => ({ x, y: 15 }));
  const lonely = [{ x: 5, y: 55 }];
  const [on, below, far] = [box(0, 10), box(0, 50), box(60, 80)];
  assert.equal(freestPlace([on, far], [line]), far);
  assert.equal(freestPlace([on, below], [line, lonely]), below);
  assert.equal(freestPlace([on], [line]), on);
  assert.equal(freestPlace([], [line]), undefined);
});
