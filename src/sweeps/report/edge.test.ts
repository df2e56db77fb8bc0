import assert from "node:assert/strict";
import { test } from "node:test";
import { reportRun } from "../../../test/support/report-run.ts";
import { edgeFindings, nextValues } from "./edge.ts";
import { makeReport, type Report } from "./report.ts";

const COVERAGE = "quality/coverage";
const seeds = Array.from({ length: 8 }, (_, i) => i + 1);

/** A sweep in which each weight has this coverage, a little else with every seed. */
function reportOf(coverage: readonly (readonly [weight: number, coverage: number])[], some = seeds): Report {
  const runs = coverage.flatMap(([weight, value]) =>
    some.map(seed => reportRun(weight, seed, { [COVERAGE]: value + seed / 1000 + (weight * seed) / 1e5 })),
  );
  const axes = [{ key: "pairing.weight", values: coverage.map(([weight]) => weight) }];
  const source = { name: "weights", experiment: {}, axes, seeds: some, measures: null, baseline: null, runs };
  return makeReport(source);
}

const next = (report: Report) => {
  const [axis = assert.fail()] = report.axes;
  const found = nextValues(report, COVERAGE, axis);
  return found === null ? null : [found.kind, ...found.values];
};

test("beyond an edge come two more values of the same ratio, between neighbours those by ratio", () => {
  const from = (...values: readonly number[]) =>
    next(reportOf([0, 0.002, 0.02, 0.2].map((weight, i) => [weight, values[i] ?? 0])));
  assert.deepEqual(from(0.1, 0.2, 0.3, 0.5), ["extend", 2, 20]);
  assert.deepEqual(from(0.1, 0.5, 0.3, 0.2), ["extend", 0.00002, 0.0002]);
  assert.deepEqual(from(0.1, 0.3, 0.5, 0.2), ["refine", 0.00632, 0.0632]);
  // Nothing lies below 0: its neighbour is nearer looked at.
  assert.deepEqual(from(0.5, 0.3, 0.2, 0.1), ["refine", 0.001]);
});

test("where values do not span much, the same distance; never below 0", () => {
  const of = (...values: readonly (readonly [number, number])[]) => next(reportOf(values));
  assert.deepEqual(of([1, 0.1], [2, 0.2], [4, 0.5]), ["extend", 6, 8]);
  assert.deepEqual(of([2, 0.5], [3, 0.2], [4, 0.1]), ["extend", 1]);
});

test("nothing is said where no best is supported: too few seeds, no difference, no best", () => {
  const rising = [[0, 0.1], [0.02, 0.2], [0.2, 0.5]] as const; // prettier-ignore
  assert.notDeepEqual(edgeFindings(reportOf(rising)), []);
  assert.deepEqual(edgeFindings(reportOf(rising, [1, 2])), []);
  assert.deepEqual(edgeFindings(reportOf([[0, 0.3], [0.02, 0.3], [0.2, 0.3]])), []); // prettier-ignore
  assert.deepEqual(edgeFindings(reportOf([])), []);
});

test("the warning has the figures that it rests on, and the edit to make", () => {
  const [warning = "", edit = ""] = edgeFindings(reportOf([[0, 0.1], [0.02, 0.2], [0.2, 0.5]])); // prettier-ignore
  assert.match(warning, /^The best coverage, 0\.50\d+ ± [\d.]+ at pairing\.weight 0\.2, \+0\.40\d* ± [\d.]+ against the baseline, is at the edge of the grid: 0\.2 is the largest value of pairing\.weight that was tried\./); // prettier-ignore
  assert.match(edit, /write 0\.38 and 0\.56 among the values of "pairing\.weight" in the sweep file/);
});
