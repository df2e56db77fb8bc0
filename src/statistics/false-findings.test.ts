import assert from "node:assert/strict";
import { test } from "node:test";
import { reportFinds, trialFinds } from "../../test/support/false-findings.ts";
import { nullKinds } from "../../test/support/null-data.ts";
import { uniform } from "../../test/support/uniform.ts";
import { FALSE_FINDINGS, fewestRuns, relabelledP } from "./relabelling.ts";

const RATE_OF = 150;
/** Three standard errors of a share that is what it may be at most. */
const most = FALSE_FINDINGS + 3 * Math.sqrt((FALSE_FINDINGS * (1 - FALSE_FINDINGS)) / RATE_OF);

const rate = (finds: () => boolean) =>
  Array.from({ length: RATE_OF }, finds).filter(Boolean).length / RATE_OF;

for (const kind of nullKinds)
  test(`sweeps and trials without any effect find one in at most 5 % (${kind})`, () => {
    const random = uniform(7);
    const shapes = [[1, 1, 0], [1, 5, 0], [4, 2, 0], [4, 2, 2]] as const; // prettier-ignore
    for (const seeds of [2, 3, 4, 5, 6])
      for (const [weights, measures, shared] of shapes) {
        const sweep = { kind, seeds, weights, measures, shared };
        const found = [rate(() => reportFinds(sweep, random)), rate(() => trialFinds(sweep, random))];
        for (const share of found) assert.ok(share <= most, `${JSON.stringify(sweep)}: ${share}`);
        if (seeds < 3) assert.deepEqual(found, [0, 0]);
      }
  });

test("equal values, and those that are equal but for rounding, show nothing", () => {
  const same = Array.from({ length: 6 }, () => [8, 0.3]);
  assert.deepEqual(relabelledP(same, same, 1), [1, 1]);
  const rounded = same.map(([modes = 0, share = 0]) => [modes + 1e-15, Math.fround(share)]);
  assert.deepEqual(relabelledP(rounded, same, 1), [1, 1]);
});

test("runs that are apart in one measure have the least p that so many runs allow, whatever the other measures do", () => {
  const random = uniform(3);
  const group = (from: number) => Array.from({ length: 5 }, () => [from + random(), random()]);
  const [apart = NaN, noise = NaN] = relabelledP(group(10), group(0), 1);
  assert.equal(apart, 2 / 252);
  assert.ok(noise > 0.1, `${noise}`);
  // Without any spread too: the labels alone are judged.
  assert.deepEqual(relabelledP(Array.from({ length: 4 }, () => [8]), Array.from({ length: 4 }, () => [6]), 1), [2 / 70]); // prettier-ignore
});

test("an undefined value counts on neither side, and its run still does in other measures", () => {
  const own = [[1, NaN], [1, 5], [1, 5], [1, 5], [1, 5]]; // prettier-ignore
  const baseline = [[0, 4], [0, 4], [0, 4], [0, 4], [0, NaN]]; // prettier-ignore
  const [first = NaN, second = NaN] = relabelledP(own, baseline, 1);
  assert.equal(first, second);
  assert.ok(second > 2 / 252 && second < 0.1, `${second}`);
  assert.deepEqual(relabelledP([[NaN], [NaN], [NaN]], [[1], [2], [3]], 1), [1]);
});

test("the fewest runs that can show a difference are as few as the ways to label them allow, of however many configurations", () => {
  const many = [1, 2, 6, 7, 23, 24, 85, 1000];
  const ways = (n: number) =>
    Array.from({ length: n }).reduce<number>((all, _, i) => (all * (n + 1 + i)) / (i + 1), 1);
  for (const configurations of many) {
    const runs = fewestRuns(configurations);
    assert.ok((configurations * 2) / ways(runs) <= FALSE_FINDINGS, `${configurations}: ${runs}`);
    if (configurations < 86) assert.ok((configurations * 2) / ways(runs - 1) > FALSE_FINDINGS);
  }
  assert.deepEqual(many.slice(0, -1).map(fewestRuns), [4, 5, 5, 6, 6, 7, 7]);
});
