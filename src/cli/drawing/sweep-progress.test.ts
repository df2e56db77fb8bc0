import assert from "node:assert/strict";
import { test } from "node:test";
import { styleFor } from "./style.ts";
import { sweepLine } from "./sweep-progress.ts";

const line = (share: readonly number[], seconds = 60) =>
  sweepLine({ planned: 4, done: 1, training: 2, failed: 1, share }, seconds, styleFor(false));

test("a sweep's line says how many runs stand how, and the time that is left", () => {
  assert.equal(line([1, 0.5, 0.5]), "1 of 4 runs done, 2 training, 1 failed, about 1 min 00 s left");
});

test("at the beginning and the end it says nothing of time", () => {
  assert.equal(line([0.01]), "1 of 4 runs done, 2 training, 1 failed");
  assert.equal(line([1, 1, 1, 1]), "1 of 4 runs done, 2 training, 1 failed");
});
