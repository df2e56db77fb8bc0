import assert from "node:assert/strict";
import { test } from "node:test";
import { atStop, neighbouring, pinAt, played, shownStep, type Steps } from "./step-bar.ts";

const steps: Steps = {
  sampled: Array.from({ length: 65 }, (_, i) => i * 100),
  stops: [0, 2000, 3017, 4000, 6000, 6400],
};
const longer: Steps = { ...steps, sampled: [...steps.sampled, 6500] };

test("without a pin the newest step is shown, and stays the newest as steps come", () => {
  assert.equal(shownStep(steps, null), 6400);
  assert.equal(shownStep(longer, null), 6500);
});

test("a pinned step does not move when steps come", () => {
  const pin = pinAt(steps, 2999);
  assert.equal(shownStep(steps, pin), 3000);
  assert.equal(shownStep(longer, pin), 3000);
});

test("going to the newest step follows again", () => {
  assert.equal(pinAt(steps, 6390), null);
  assert.equal(pinAt(steps, Infinity), null);
  assert.equal(neighbouring(steps, 6300, true), null);
});

test("arrows move by one sampled step and stop at the ends", () => {
  assert.equal(neighbouring(steps, 3000, false), 2900);
  assert.equal(neighbouring(steps, 3000, true), 3100);
  assert.equal(neighbouring(steps, 0, false), 0);
});

test("with Shift they move to the next thing that happened, at its nearest sampled step, and never stand still", () => {
  assert.equal(atStop(steps, 2000, true), 3000);
  assert.equal(atStop(steps, 3000, true), 4000);
  assert.equal(atStop(steps, 3000, false), 2000);
  assert.equal(atStop(steps, 0, false), 0);
  assert.equal(atStop(steps, 6000, true), null);
});

test("a pin that was saved with another set of steps shows the step at or before it", () => {
  assert.equal(shownStep(steps, 3050), 3000);
  assert.equal(shownStep({ sampled: [500, 600], stops: [] }, 100), 500);
  assert.equal(shownStep({ sampled: [], stops: [] }, 100), null);
});

test("playing moves with time and speed, and ends by following", () => {
  assert.deepEqual(played(steps, 0, 1000, 1), { pin: 500, ended: false });
  assert.deepEqual(played(steps, 0, 1000, 4), { pin: 2000, ended: false });
  assert.deepEqual(played(steps, 6000, 1000, 4), { pin: null, ended: true });
});
