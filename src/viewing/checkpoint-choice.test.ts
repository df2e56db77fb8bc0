import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsNear } from "./checkpoint-choice.ts";

const steps = Array.from({ length: 40 }, (_, i) => i * 10);

test("few steps are all named", () => {
  assert.equal(stepsNear([0, 20], 7), "0, 20");
});

test("of many steps those around the wanted one are named, wherever it lies", () => {
  assert.equal(stepsNear(steps, 3), "0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, ...");
  assert.equal(stepsNear(steps, 205), "..., 150, 160, 170, 180, 190, 200, 210, 220, 230, 240, 250, 260, ...");
  assert.equal(stepsNear(steps, 9999), "..., 280, 290, 300, 310, 320, 330, 340, 350, 360, 370, 380, 390");
});
