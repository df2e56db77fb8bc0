import assert from "node:assert/strict";
import { test } from "node:test";
import { aspects, compareWeights, type TriedRun } from "./compare-weights.ts";
import { verdictOf, type TrialProgress } from "./verdict.ts";

const run = (
  weight: number,
  seed: number,
  coverage: number,
  precision: number,
  recovery: number,
): TriedRun => ({
  weight,
  seed,
  values: { [aspects.coverage]: coverage, [aspects.precision]: precision, [aspects.collapse]: recovery },
  undefined: [],
});

const judge = (runs: readonly TriedRun[], more: Partial<TrialProgress> = {}) =>
  verdictOf(compareWeights(runs, 0.01), {
    from: 3000,
    until: 4000,
    planned: runs.length,
    done: runs.length,
    notFinite: [],
    ...more,
  });

/** Values of five seeds around a mean, never twice the same. */
const away = [-1, 0.6, 0.2, -0.5, 0.7];
const around = (mean: number, seed: number, spread = 0.01) => mean + spread * (away[seed - 1] ?? 0);
const seeds = [1, 2, 3, 4, 5];

test("one seed: what was seen is said, as of this one branch, and that nothing can be told from chance", () => {
  const { ground, findings, notes } = judge([run(0.01, 3, 0.4, 0.8, 0.2), run(0.02, 3, 0.61, 0.7, 0.3)]);
  assert.match(
    ground,
    /^One seed: none of these differences can be told from chance, however large they are\./,
  );
  assert.deepEqual(
    findings.map(({ aspect, certainty, weight }) => [aspect, certainty, weight]),
    [
      ["coverage", "few seeds", 0.02],
      ["precision", "few seeds", null],
      ["collapse", "few seeds", null],
    ],
  );
  assert.equal(findings[0]?.text, "In this one branch coverage is best at 0.02: +0.210 against 0.01.");
  assert.equal(findings[1]?.text, "In this one branch no weight has better precision than 0.01.");
  assert.doesNotMatch(findings.map(({ text }) => text).join(), /raises|lowers|helps/);
  assert.deepEqual(notes, []);
});

test("several seeds: a weight raises a measure only where chance does not explain it; harm is told beside", () => {
  const runs = seeds.flatMap(seed => [
    run(0.01, seed, around(0.4, seed), around(0.8, seed), around(0.2, seed)),
    run(0.02, seed, around(0.6, seed, 0.02), around(0.8, 6 - seed), around(0.1, seed, 0.02)),
    run(0.1, seed, around(0.5, seed, -0.01), around(0.5, seed, 0.02), around(0.2, 6 - seed)),
  ]);
  const { ground, findings, notes } = judge(runs);
  assert.match(ground, /^5 seeds, 6 differences judged together \(5 % over all of them\)\.$/);
  const [coverage, precision, collapse] = findings;
  assert.match(
    coverage?.text ?? "",
    /^0\.02 \(\+0\.20\d* ± 0\.0\d+\) raises coverage against 0\.01\. So does 0\.1 \(\+/,
  );
  assert.deepEqual([coverage?.weight, coverage?.certainty], [0.02, "shown"]);
  assert.match(precision?.text ?? "", /^No weight's precision is better than that of 0\.01/);
  assert.match(precision?.text ?? "", /0\.1 \(−0\.30\d* ± 0\.0\d+\) lowers it\.$/);
  assert.deepEqual([precision?.weight, precision?.certainty], [null, "open"]);
  assert.match(collapse?.text ?? "", /^0\.02 \(−.*lowers latent recovery against 0\.01\.$/);
  assert.match(notes.at(-1) ?? "", /^The seeds differ only after step 3,000: .* more steps than 1,000\.$/);
});

test("a hint is called one, with how many comparisons there were", () => {
  const gains = [0.065, 0.1, 0.135];
  const runs = [1, 2, 3].flatMap((seed, i) => [
    run(0.01, seed, 0.4, 0.8, 0.2),
    run(
      0.02,
      seed,
      0.4 + (gains[i] ?? 0),
      0.8 + (seed === 2 ? 0.1 : -0.08),
      0.2 + (seed === 2 ? 0.1 : -0.08),
    ),
  ]);
  const { ground, findings } = judge(runs);
  assert.match(ground, /Intervals of so few seeds are wide/);
  assert.match(
    findings[0]?.text ?? "",
    /^0\.02 \(.*\) may have better coverage than 0\.01: .* among 3 comparisons/,
  );
  assert.equal(findings[0]?.certainty, "hinted");
  assert.doesNotMatch(findings.map(({ text }) => text).join(), /raises/);
});

test("before the branches are there nothing is said, and of those that are not there nothing either", () => {
  const none = judge([], { planned: 5, done: 0 });
  assert.equal(none.ground, "No branch has reached step 4,000 yet: there is nothing to compare.");
  assert.deepEqual([none.findings, none.notes], [[], []]);
  const alone = judge([run(0.02, 1, 0.4, 0.5, 0.1)], { planned: 5, done: 1 });
  assert.match(alone.ground, /1 branch of 5 has reached step 4,000; a difference needs 0\.01/);
  const two = [run(0.01, 1, 0.4, 0.5, 0.1), run(0.02, 1, 0.3, 0.6, 0.2)];
  const part = judge(two, { planned: 4, done: 2, notFinite: [{ weight: 1, seed: 1 }] });
  assert.deepEqual(part.notes.slice(0, 2), [
    "Training became not finite at 1 (seed 1).",
    "1 branch of 4 is not at step 4,000: nothing is said of it.",
  ]);
  assert.match(part.notes[2] ?? "", /^At 0\.02 precision is higher and coverage lower: modes that shrink/);
});
