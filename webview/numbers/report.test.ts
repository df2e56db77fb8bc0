import assert from "node:assert/strict";
import { test } from "node:test";
import { syntheticSweep } from "../../test/webview/synthetic-sweep.ts";
import { reportState } from "../../src/dashboard/report-state.ts";
import { makeReport } from "../../src/sweeps/report/report.ts";
import { armText, coordinatesOf, digitsOf, isWithin, leadingTags, shortKey, sortArms } from "./report.ts";

const facts = { folder: "/runs/w", experiment: "ring-8", sweeping: false, failure: null, trusted: true };
const state = reportState(makeReport(syntheticSweep({ weights: 5, regimes: 2, seeds: 3 }, 2)), facts);
const coverage = { kind: "measure", tag: "quality/coverage" } as const;
const meanOf = (arm: (typeof state.arms)[number]) =>
  arm.cells[state.head.measures.findIndex(({ tag }) => tag === coverage.tag)]?.mean ?? null;

test("a key path is cut to what tells it from the others", () => {
  assert.equal(shortKey("pairing.weight", ["pairing.weight", "penalties.r1.gamma"]), "weight");
  const both = ["penalties.r1.gamma", "penalties.r2.gamma"];
  assert.equal(shortKey("penalties.r1.gamma", both), "r1.gamma");
  assert.equal(armText(state.plan, state.arms[1] ?? { point: [] }), "weight 0, gamma 0.1");
  assert.equal(armText({ axes: [] }, { point: [] }), "the experiment");
});

test("rows are sorted by a measure; those without a value come last either way", () => {
  const unmeasured = {
    ...state,
    arms: state.arms.map((arm, i) =>
      i === 3 ? { ...arm, cells: arm.cells.map(cell => ({ ...cell, mean: null })) } : arm,
    ),
  };
  for (const descending of [true, false]) {
    const sorted = sortArms(unmeasured, unmeasured.arms, { key: coverage, descending, differences: false });
    const means = sorted.map(meanOf);
    assert.equal(means.at(-1), null);
    const known = means.filter(mean => mean !== null);
    assert.deepEqual(
      known,
      [...known].sort((a, b) => (descending ? b - a : a - b)),
    );
  }
});

test("sorted by differences, the baselines come last", () => {
  const sorted = sortArms(state, state.arms, { key: coverage, descending: true, differences: true });
  assert.deepEqual(
    sorted.slice(-2).map(({ key, baseline }) => key === baseline),
    [true, true],
  );
});

test("a kept range lets through what lies in it, on sweep axes and measures alike", () => {
  const coordinates = coordinatesOf(state, leadingTags(state.head, 4));
  assert.deepEqual(
    coordinates.slice(0, 2).map(({ title }) => title),
    ["weight", "gamma"],
  );
  const upper = state.arms.filter(arm => isWithin(arm, coordinates, { "penalties.r1.gamma": [0.5, 1] }));
  assert.deepEqual([...new Set(upper.map(({ point }) => point[1]))], [1]);
  const good = state.arms.filter(arm => isWithin(arm, coordinates, { "quality/coverage": [0.5, 1] }));
  assert.ok(good.length > 0 && good.length < state.arms.length);
  assert.ok(good.every(arm => (meanOf(arm) ?? 0) >= 0.5));
});

test("of a measure that is better when lower, lower is up", () => {
  const [recovery] = coordinatesOf(state, ["collapse/latent_recovery"]).slice(-1);
  assert.match(recovery?.title ?? "", /↓$/);
  const index = state.head.measures.findIndex(({ tag }) => tag === "collapse/latent_recovery");
  const order = [...state.arms].sort((a, b) => (a.cells[index]?.mean ?? 0) - (b.cells[index]?.mean ?? 0));
  const places = order.map(arm => recovery?.at(arm) ?? 0);
  assert.deepEqual(
    places,
    [...places].sort((a, b) => b - a),
  );
});

test("a column has the digits that its largest mean asks for, and differences have their sign", () => {
  const column = (...means: readonly number[]) => {
    const [arm] = state.arms;
    assert.ok(arm !== undefined);
    const [cell] = arm.cells;
    assert.ok(cell !== undefined);
    return { arms: means.map(mean => ({ ...arm, cells: [{ ...cell, mean }] })) };
  };
  assert.equal(digitsOf(column(0.8, 0.01), 0), 2);
  assert.equal(digitsOf(column(20.4, -3), 0), 1);
  assert.equal(digitsOf(column(-0.02), 0), 3);
});
