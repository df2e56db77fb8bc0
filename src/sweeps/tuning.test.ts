import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "./halving.ts";
import { firstRound, leastBudget, nextRound, usualBudget, type Tried, type Tuning } from "./tuning.ts";

const usual = { steps: 8000, seeds: 3, measure: "quality/coverage", from: 0.001, to: 0.1, open: false };

interface Outcome {
  readonly tried: readonly Tried[];
  readonly spent: number;
}

/** A whole search against a response that is known: what was tried, and how many steps that took. */
function search(tuning: Tuning, response: (weight: number) => number | null): Outcome {
  const stepsOf = new Map<number, number>();
  const stopped = new Set<number>();
  const outcome = (): Outcome => ({
    tried: [...stepsOf].map(([weight, steps]) => ({
      weight,
      score: steps < tuning.steps ? null : response(weight),
    })),
    spent: [...stepsOf.values()].reduce((sum, steps) => sum + steps, 0) * tuning.seeds,
  });
  for (let round = firstRound(tuning); round !== null;) {
    const { weights, halving } = round;
    const going = () => weights.filter(weight => !stopped.has(weight));
    for (const at of halving?.at ?? []) {
      const contenders = going().map(weight => {
        stepsOf.set(weight, at);
        const value = response(weight);
        return {
          point: String(weight),
          values: value === null ? [] : [value],
          without: Number(value === null),
        };
      });
      if (halving === null) break;
      for (const { point } of decide(halving, at, contenders).stopped) stopped.add(Number(point));
    }
    for (const weight of going()) stepsOf.set(weight, tuning.steps);
    const { tried, spent } = outcome();
    round = nextRound(tuning, tried, spent);
  }
  return outcome();
}

const best = ({ tried }: Outcome): number =>
  tried.reduce((found, one) => ((one.score ?? -Infinity) > (found.score ?? -Infinity) ? one : found)).weight;

/** Highest at a weight, falling with the logarithm of the ratio to it. */
const peakAt = (peak: number) => (weight: number) =>
  weight === 0 ? 0.2 : 0.9 - 0.2 * Math.abs(Math.log10(weight / peak));

test("a search comes near the best weight with the usual budget, and trains weight 0 to compare with", () => {
  for (const peak of [0.001, 0.0025, 0.006, 0.02, 0.05, 0.1]) {
    const found = search({ ...usual, budget: usualBudget(usual.steps, usual.seeds) }, peakAt(peak));
    assert.ok(Math.abs(Math.log10(best(found) / peak)) < 0.2, `${best(found)} for ${peak}`);
    assert.ok(found.tried.some(({ weight, score }) => weight === 0 && score !== null));
  }
});

test("an open range is left where the best lies at its edge, a given one is not", () => {
  const budget = 4 * usualBudget(usual.steps, usual.seeds);
  assert.ok(best(search({ ...usual, budget, open: true }, peakAt(1))) > 0.5);
  assert.equal(best(search({ ...usual, budget }, peakAt(1))), 0.1);
  assert.ok(best(search({ ...usual, budget, open: true }, peakAt(1e-4))) < 2e-4);
});

test("a search never takes more than its budget, ends, and tries no weight twice: 300 seeded trials", () => {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let trial = 0; trial < 300; trial++) {
    const steps = 1 + Math.floor(random() * 20_000);
    const seeds = 1 + Math.floor(random() * 5);
    const budget = leastBudget(steps, seeds) + Math.floor(random() * 40 * steps * seeds);
    const from = 10 ** (-4 + 2 * random());
    const tuning = {
      ...usual,
      steps,
      seeds,
      budget,
      from,
      to: from * 10 ** (0.2 + 2 * random()),
      open: random() < 0.5,
    };
    const peak = 10 ** (-5 + 6 * random());
    const lost = random() < 0.2 ? random() * 0.1 : -1;
    const found = search(tuning, weight => (weight > 0 && weight < lost ? null : peakAt(peak)(weight)));
    const what = JSON.stringify({ trial, tuning, found });
    assert.ok(found.spent <= budget, what);
    assert.ok(
      found.tried.some(({ weight }) => weight === 0),
      what,
    );
    assert.equal(new Set(found.tried.map(({ weight }) => weight)).size, found.tried.length, what);
    assert.ok(
      tuning.open ||
        found.tried.every(({ weight }) => weight === 0 || (weight >= tuning.from && weight <= tuning.to)),
      what,
    );
  }
});

test("below the least budget there is no search", () => {
  assert.equal(firstRound({ ...usual, budget: leastBudget(usual.steps, usual.seeds) - 1 }), null);
  assert.notEqual(firstRound({ ...usual, budget: leastBudget(usual.steps, usual.seeds) }), null);
});
