import assert from "node:assert/strict";
import { test } from "node:test";
import { classHue, modeHue } from "./hues.ts";

const firstTen = Array.from({ length: 10 }, (_, label) => label);

test("ten classes have ten colours, the first of them those of the modes", () => {
  assert.equal(new Set(firstTen.map(classHue)).size, 10);
  assert.deepEqual(firstTen.slice(0, 8).map(classHue), firstTen.slice(0, 8).map(modeHue));
});

test("more modes or classes than colours begin again", () => {
  assert.equal(modeHue(8), modeHue(0));
  assert.equal(classHue(999), classHue(9));
});
