import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Cell } from "../../src/sweeps/report/report.ts";
import { claimsOf, verdictOf, type Verdict } from "../../study/claims.ts";
import type { Expectation } from "../../study/hypotheses.ts";
import { hypotheses } from "../../study/hypotheses.ts";
import { quick, study } from "../../study/plan.ts";
import { readRows } from "../../study/rows.ts";
import { withRows } from "../../study/science-page.ts";

const cell = (mean: number, difference: Cell["difference"] = null): Cell => ({
  values: [],
  undefined: [],
  interval: { mean, standardDeviation: 0.01, halfWidth: 0.01, count: 10 },
  difference,
});

/** The verdict of an arm of this mean beside one of another, its difference as sure as p says. */
const judge = (
  expectation: Expectation,
  without: number,
  withIt: number,
  p: number | null,
  halfWidth = 0.01,
) =>
  verdictOf(
    expectation,
    cell(without),
    cell(withIt, {
      mean: withIt - without,
      standardDeviation: halfWidth,
      halfWidth,
      count: 10,
      corrected: p,
    }),
  );

test("a claim holds or does not where chance is ruled out, by the sign of the difference; else one cannot tell", () => {
  const tag = "quality/coverage";
  const cases: readonly [Expectation, number, number, number | null, Verdict][] = [
    [{ tag, kind: "higher" }, 0.5, 0.6, 0.05, "holds"],
    [{ tag, kind: "higher" }, 0.5, 0.6, 0.051, "cannot tell"],
    [{ tag, kind: "higher" }, 0.5, 0.6, null, "cannot tell"],
    [{ tag, kind: "higher" }, 0.6, 0.5, 0.01, "does not"],
    [{ tag, kind: "lower" }, 0.6, 0.5, 0.01, "holds"],
    [{ tag, kind: "lower" }, 0.5, 0.6, 0.01, "does not"],
    [{ tag, kind: "nearer", to: 1 }, 0.5, 0.8, 0.01, "holds"],
    [{ tag, kind: "nearer", to: 1 }, 0.5, 1.4, 0.01, "holds"],
    [{ tag, kind: "nearer", to: 1 }, 0.5, 1.6, 0.01, "does not"],
    [{ tag, kind: "nearer", to: 1 }, 1.5, 1.2, 0.01, "holds"],
  ];
  for (const [expectation, without, withIt, p, wanted] of cases)
    assert.equal(
      judge(expectation, without, withIt, p),
      wanted,
      JSON.stringify([expectation, without, withIt, p]),
    );
});

test("that something does not fall is judged by the interval and its margin, not by p", () => {
  const kept: Expectation = { tag: "quality/recall", kind: "not lower", margin: 0.02 };
  assert.equal(judge(kept, 0.9, 0.9, 1, 0.019), "holds");
  assert.equal(judge(kept, 0.9, 0.9, 1, 0.021), "cannot tell");
  assert.equal(judge(kept, 0.9, 0.8, 0.001, 0.05), "does not");
  assert.equal(judge(kept, 0.9, 0.85, 0.001, 0.05), "cannot tell");
});

test("a difference that is undefined in some seed decides nothing", () => {
  assert.equal(
    verdictOf({ tag: "collapse/mode_diversity", kind: "nearer", to: 1 }, cell(0.1), cell(1)),
    "cannot tell",
  );
});

test("each hypothesis is asked where the plan says, and nothing of it is judged before its last seed", () => {
  const counts = hypotheses.map(hypothesis => claimsOf(study, hypothesis, new Map()).length);
  assert.deepEqual(counts, [12, 24, 16, 72]);
  const rows = readRows("study/rows");
  for (const hypothesis of hypotheses) {
    const judged = claimsOf(study, hypothesis, rows).filter(({ found }) => found !== null);
    for (const { regime, base, addition } of judged) {
      const reported = [...rows.values()].filter(
        row =>
          row.regime === regime && row.base === base && row.addition === addition && row.phase === "report",
      );
      assert.equal(reported.length, study.regimes[regime]?.reportSeeds.length);
    }
  }
  assert.deepEqual(claimsOf(quick, hypotheses[0] ?? assert.fail(), new Map()), []);
});

test("docs/science.md says what the rows say", () => {
  const page = readFileSync("docs/science.md", "utf8");
  const words = (text: string) => text.replaceAll(/[ -]+/g, " ").replaceAll(/\n+/g, "\n");
  assert.equal(words(page), words(withRows(page, study, readRows("study/rows"))));
});
