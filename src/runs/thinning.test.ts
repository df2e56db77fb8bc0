import assert from "node:assert/strict";
import { test } from "node:test";
import { keptCheckpoints, type ThinningRule, type WishedSteps } from "./thinning.ts";

const noWishes: WishedSteps = { asked: [], pinned: [], best: [], turned: [], noted: [] };

const sorted = (steps: Iterable<number>) => [...steps].sort((a, b) => a - b);

/** Thins after each of the steps, as a run does. */
function thinOneByOne(
  steps: readonly number[],
  rule: ThinningRule,
  asked: readonly number[] = [],
  turned: readonly number[] = [],
): number[] {
  let kept: number[] = [];
  for (const step of steps) {
    const wishes = { ...noWishes, asked, turned: turned.filter(at => at <= step) };
    kept = sorted(keptCheckpoints([...new Set([...kept, step])], rule, wishes).keys());
  }
  return kept;
}

const scheduled = (count: number, interval: number) =>
  Array.from({ length: count + 1 }, (_, i) => i * interval);

test("up to eight intervals everything is kept", () => {
  for (let count = 0; count < 8; count++) {
    const steps = scheduled(count, 1000);
    assert.deepEqual(sorted(keptCheckpoints(steps, { interval: 1000, first: 0 }, noWishes).keys()), steps);
  }
});

test("thinning after every checkpoint ends with the same set as thinning once, whatever the length", () => {
  const rule = { interval: 500, first: 0 };
  for (let count = 0; count < 300; count++) {
    const steps = scheduled(count, 500);
    assert.deepEqual(thinOneByOne(steps, rule), sorted(keptCheckpoints(steps, rule, noWishes).keys()));
  }
});

test("the best by a measure stays until a better one comes, however the run was thinned before", () => {
  const rule = { interval: 100, first: 0 };
  const steps = scheduled(300, 100);
  const value = (step: number) => (step * 7919) % 1009;
  const ranked = (until: number) =>
    // Evaluated more often than there are checkpoints.
    sorted(scheduled(600, 50))
      .filter(step => step <= until)
      .sort((a, b) => value(b) - value(a) || a - b);
  let kept: number[] = [];
  for (const step of steps) {
    const wishes = { ...noWishes, best: ranked(step) };
    const found = keptCheckpoints([...kept, step], rule, wishes);
    kept = sorted(found.keys());
    const best = Math.max(...steps.filter(other => other <= step).map(value));
    const [held, ...others] = kept.filter(other => found.get(other)?.includes("best"));
    assert.deepEqual([value(held ?? NaN), others], [best, []]);
  }
  assert.deepEqual(kept, sorted(keptCheckpoints(steps, rule, { ...noWishes, best: ranked(30_000) }).keys()));
});

test("an interruption adds its own checkpoint and changes nothing else", () => {
  const rule = { interval: 100, first: 0 };
  const steps = scheduled(150, 100);
  const straight = thinOneByOne(steps, rule);
  for (let interrupted = 50; interrupted < 15_000; interrupted += 777) {
    const withIt = sorted([...steps, interrupted]);
    // Gone on from there after a crash: the checkpoint before it is written once more.
    const resumed = [
      ...withIt.filter(step => step <= interrupted),
      ...withIt.filter(step => step >= interrupted),
    ];
    const expected = sorted(new Set([...straight, interrupted]));
    assert.deepEqual(thinOneByOne(resumed, rule), expected);
  }
});

test("the first, the last and those asked for always stay", () => {
  const asked = [1, 12_345, 77_777];
  const steps = sorted([...scheduled(1000, 100), ...asked, 100_033]);
  const kept = keptCheckpoints(steps, { interval: 100, first: 0 }, noWishes);
  for (const step of [0, ...asked, 100_033]) assert.ok(kept.has(step), String(step));
  assert.ok(
    keptCheckpoints(scheduled(1000, 100), { interval: 100, first: 100 }, noWishes).has(100),
    "a branch's first",
  );
});

test("what was asked for stays also where it is on the schedule", () => {
  const asked = [1100, 4300];
  const rule = { interval: 100, first: 0 };
  const kept = thinOneByOne(scheduled(1000, 100), rule, asked);
  assert.ok(kept.includes(1100) && kept.includes(4300));
  const without = thinOneByOne(scheduled(1000, 100), rule);
  assert.deepEqual(
    kept.filter(step => !asked.includes(step)),
    without,
  );
});

test("each that is kept says why, by its place and by who wants it", () => {
  const steps = sorted([...scheduled(40, 100), 150]);
  const wished = { ...noWishes, asked: [1100], pinned: [1100, 1300] };
  const kept = keptCheckpoints(steps, { interval: 100, first: 0 }, wished);
  assert.deepEqual(kept.get(0), ["first", "spread"]);
  assert.deepEqual(kept.get(150), ["between"]);
  assert.equal(kept.get(300), undefined);
  assert.deepEqual(kept.get(1100), ["asked", "pinned"]);
  assert.deepEqual(kept.get(1300), ["pinned"]);
  assert.deepEqual(kept.get(3200), ["spread"]);
  assert.deepEqual(kept.get(3900), ["recent"]);
  assert.deepEqual(kept.get(4000), ["last", "recent"]);
});

test("of a change and of a note the newest at or before it stays, whenever it was thinned", () => {
  const rule = { interval: 100, first: 0 };
  const steps = scheduled(300, 100);
  const turned = [1130, 4199, 4200, 20_001];
  const wishes = { ...noWishes, turned, noted: [7050] };
  const kept = keptCheckpoints(steps, rule, wishes);
  for (const step of [1100, 4100, 4200, 20_000]) assert.ok(kept.get(step)?.includes("turned"), String(step));
  assert.deepEqual(kept.get(7000), ["noted"]);
  const once = sorted(keptCheckpoints(steps, rule, { ...noWishes, turned }).keys());
  // A change is on record before the checkpoint that follows it.
  assert.deepEqual(thinOneByOne(steps, rule, [], turned), once);
});

test("the number kept grows with the logarithm of the length", () => {
  for (const count of [100, 1000, 10_000, 100_000]) {
    const { size } = keptCheckpoints(scheduled(count, 1), { interval: 1, first: 0 }, noWishes);
    assert.ok(size <= 10 + 4 * Math.log2(count / 8), `${size} of ${count}`);
    assert.ok(size >= 8 + 2 * Math.log2(count / 8), `${size} of ${count}`);
  }
});
