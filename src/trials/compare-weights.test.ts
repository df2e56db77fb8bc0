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
  undefined: [],
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

test("one seed has no interval, and neither it nor two have a certainty", () => {
  const one = [run(0, 1, 0.1), run(0.02, 1, 0.9)];
  const found = coverageOf(one, 0.02)?.difference;
  assert.deepEqual([found?.certainty, found?.halfWidth], ["few seeds", null]);
  const two = [...one, run(0, 2, 0.1), run(0.02, 2, 0.91)];
  assert.equal(coverageOf(two, 0.02)?.difference?.certainty, "few seeds");
});

test("a difference that a single interval shows is only hinted at among many comparisons", () => {
  const seeds = [1, 2, 3, 4];
  const base = seeds.map(seed => run(0, seed, 0.5));
  // Apart from the baseline: 2 of the 70 ways to label four and four runs are as clear, and 3 times that is above 5 %.
  const gains = [0.065, 0.1, 0.135, 0.1];
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
  assert.equal(cells[tags.recovery]?.difference?.certainty, "few seeds");
});

test("without the baseline nothing is compared", () => {
  const compared = compareWeights([run(0.02, 1, 0.4)], 0);
  assert.deepEqual([compared.pairs, compared.judged], [0, 0]);
  assert.equal(compared.weights[0]?.cells[aspects.coverage]?.difference, null);
});

test("a measure that is undefined in some seed of a weight or of the baseline makes no difference of the others", () => {
  const tag = aspects.collapse;
  const seeds = [1, 2, 3];
  const base = seeds.map(seed => run(0, seed, 0.5, { [tag]: 0.9 }));
  const tried = seeds.map(seed =>
    seed === 3 ? { ...run(0.02, seed, 0.6), undefined: [tag] } : run(0.02, seed, 0.6, { [tag]: 0.1 }),
  );
  const comparison = compareWeights([...base, ...tried], 0);
  const cells = comparison.weights.find(({ weight }) => weight === 0.02)?.cells;
  assert.equal(cells?.[tag]?.difference, null);
  assert.equal(cells[aspects.coverage]?.difference?.count, 3);
  assert.deepEqual(comparison.undefined, [{ weight: 0.02, tag, seeds: 1, of: 3 }]);
  const turned = compareWeights(
    [...base, ...tried].map(one => ({ ...one, weight: 0.02 - one.weight })),
    0,
  );
  assert.equal(turned.weights.find(({ weight }) => weight === 0.02)?.cells[tag]?.difference, null);
});
