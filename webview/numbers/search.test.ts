import assert from "node:assert/strict";
import { test } from "node:test";
import { atOrBefore, lowerBound, nearestTo } from "./search.ts";

const list = [0, 10, 20, 20, 30];

test("a lower bound is the first index at or after a value", () => {
  for (let value = -1; value <= 31; value++) {
    const found = list.findIndex(entry => entry >= value);
    assert.equal(lowerBound(list, value), found === -1 ? list.length : found);
  }
});

test("the entry at or before, and the nearest, are found at every value", () => {
  for (let value = -5; value <= 35; value++) {
    assert.equal(atOrBefore(list, value), list.filter(entry => entry <= value).at(-1) ?? null);
    const best = Math.min(...list.map(entry => Math.abs(entry - value)));
    assert.equal(Math.abs((nearestTo(list, value) ?? NaN) - value), best);
  }
  assert.equal(nearestTo([], 1), null);
});
