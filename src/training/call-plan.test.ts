import assert from "node:assert/strict";
import { test } from "node:test";
import { callEnd, nextMultiple } from "./call-plan.ts";

const record = { scalars: 10, samples: 100, evaluation: 500, checkpoint: 1000 };
const plain = { steps: 8000, record, stepsPerCall: 10, wanted: [], sameVariant: () => true };

/** Every step at which calls end, from a step to the end. */
function ends(limits: Partial<Parameters<typeof callEnd>[0]>): number[] {
  const all: number[] = [];
  const given = { ...plain, ...limits };
  for (let step = limits.step ?? 0; step < given.steps; step = all.at(-1) ?? Infinity)
    all.push(callEnd({ ...given, step }));
  return all;
}

test("a call takes as many steps as fit", () => {
  assert.equal(callEnd({ ...plain, step: 0 }), 10);
  assert.equal(callEnd({ ...plain, step: 10 }), 20);
});

test("calls end at every step whose state is recorded, wherever training began", () => {
  const steps = 317;
  for (const step of [0, 1, 7, 99, 100]) {
    const at = new Set(
      ends({ step, steps, record: { ...record, samples: 33, evaluation: 70, checkpoint: 101 } }),
    );
    for (let s = step + 1; s <= steps; s++)
      if (s % 33 === 0 || s % 70 === 0 || s % 101 === 0 || s === steps) assert.ok(at.has(s), `step ${s}`);
  }
});

test("calls end at wanted steps and where another variant begins, and no call mixes variants", () => {
  const at = ends({ steps: 60, wanted: [13, 14, 48], sameVariant: s => s !== 21 && s !== 22 });
  for (const step of [13, 14, 20, 21, 48, 60]) assert.ok(at.includes(step), `step ${step}`);
});

test("every call takes at least one step", () => {
  assert.equal(callEnd({ ...plain, step: 5, stepsPerCall: 1, sameVariant: () => false }), 6);
});

test("the next multiple of an interval is after the step", () => {
  assert.deepEqual(
    [0, 1, 9, 10, 11].map(step => nextMultiple(step, 10)),
    [10, 10, 10, 20, 20],
  );
});
