import assert from "node:assert/strict";
import { test } from "node:test";
import { aspects, compareWeights, type TriedRun } from "./compare-weights.ts";

const run = (
  weight: number,
  seed: number,
  coverage: number,
  more: Record<string, number> = {},
): TriedRun => ({
  weight,
  seed,
  values: { [aspects.coverage]: coverage, ...more },
});

const coverageOf = (runs: readonly TriedRun[], weight: number) =>
  compareWeights(runs, 0).weights.find(one => one.weight === weight)?.cells[aspects.coverage];

test("weights are compared with the baseline by seed; a seed that only one has counts for the mean alone", () => {
  const runs = [run(0, 1, 0.1), run(0, 2, 0.2), run(0.02, 1, 0.4), run(0.02, 2, 0.6), run(0.02, 3, 0.8)];
  const cell = coverageOf(runs, 0.02);
  assert.ok(cell?.difference);
  const { interval, difference } = cell;
  assert.deepEqual([interval.count, difference.count, difference.better], [3, 2, true]);
  assert.ok(Math.abs(interval.mean - 0.6) < 1e-12);
  assert.ok(Math.abs(difference.mean - 0.35) < 1e-12);
  assert.equal(coverageOf(runs, 0)?.difference, null);
  assert.equal(compareWeights(runs, 0).pairs, 2);
});

test("one seed has no interval and no certainty", () => {
  const found = coverageOf([run(0, 1, 0.1), run(0.02, 1, 0.9)], 0.02)?.difference;
  assert.deepEqual([found?.certainty, found?.halfWidth, found?.p], ["one seed", null, null]);
});

test("a difference that a single interval shows is only hinted at among many comparisons", () => {
  const seeds = [1, 2, 3];
  const base = seeds.map(seed => run(0, seed, 0.5));
  // Mean 0.1, standard deviation 0.035: t = 4.95 with 2 degrees of freedom, p = 0.038.
  const gains = [0.065, 0.1, 0.135];
  const tried = seeds.map((seed, i) => run(0.02, seed, 0.5 + (gains[i] ?? 0)));
  assert.equal(coverageOf([...base, ...tried], 0.02)?.difference?.certainty, "shown");
  const others = [0.1, 0.2, 0.3].flatMap(weight =>
    seeds.map(seed => run(weight, seed, 0.5 + (seed === 1 ? 0.05 : -0.04))),
  );
  assert.equal(coverageOf([...base, ...tried, ...others], 0.02)?.difference?.certainty, "hinted");
  assert.equal(coverageOf([...base, ...tried, ...others], 0.1)?.difference?.certainty, "open");
});

test("which way is better is the measure's: lower for latent recovery, nearer to 1 for mode spread, none for what has none", () => {
  const tags = {
    recovery: "collapse/latent_recovery",
    spread: "collapse/mode_spread",
    rank: "pairing/gradient_ratio",
  };
  const more = (recovery: number, spread: number, rank: number) => ({
    [tags.recovery]: recovery,
    [tags.spread]: spread,
    [tags.rank]: rank,
  });
  const compared = compareWeights(
    [run(0, 1, 0.5, more(0.2, 0.6, 1.4)), run(1, 1, 0.5, more(0.1, 1.3, 1.6))],
    0,
  );
  const cells = compared.weights[1]?.cells ?? {};
  assert.equal(cells[tags.recovery]?.difference?.better, true);
  assert.equal(cells[tags.spread]?.difference?.better, true);
  assert.equal(cells[tags.rank]?.difference?.better, null);
  assert.equal(cells[aspects.coverage]?.difference?.better, null);
  assert.equal(cells[tags.spread]?.difference?.certainty, null);
  assert.equal(cells[tags.recovery]?.difference?.certainty, "one seed");
});

test("without the baseline nothing is compared", () => {
  const compared = compareWeights([run(0.02, 1, 0.4)], 0);
  assert.deepEqual([compared.pairs, compared.judged], [0, 0]);
  assert.equal(compared.weights[0]?.cells[aspects.coverage]?.difference, null);
});
