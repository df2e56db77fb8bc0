import assert from "node:assert/strict";
import { test } from "node:test";
import { smallExperiment } from "../../test/support/run-folder.ts";
import { actionNames, shownStates, type ShownState } from "../protocol/dashboard-state.ts";
import type { JournalEntry } from "../runs/journal.ts";
import type { Status } from "../runs/status.ts";
import { availableActions, type Situation } from "./actions.ts";
import { curveFacts, meaningOf } from "./curve-facts.ts";
import { journalFacts } from "./journal-facts.ts";
import { objectiveUnits } from "../experiment/objective-units.ts";
import { knobFacts } from "./knob-facts.ts";
import { Series } from "./series.ts";
import { statusFacts } from "./status-facts.ts";

const situation: Situation = {
  state: "training",
  failure: null,
  step: 50,
  steps: 100,
  hasCheckpoint: true,
  trusted: true,
};

test("in every state each action is possible or says why not", () => {
  const possible: Readonly<Record<ShownState, readonly string[]>> = {
    queued: ["resume"],
    starting: ["pause", "checkpoint", "stop", "setKnob"],
    training: ["pause", "checkpoint", "stop", "setKnob"],
    paused: ["unpause", "checkpoint", "stop", "setKnob"],
    done: ["extend"],
    stopped: ["resume", "extend"],
    failed: ["resume"],
    lost: ["resume"],
  };
  for (const state of shownStates) {
    const actions = availableActions({ ...situation, state });
    const found = actionNames.filter(name => actions[name] === null);
    assert.deepEqual(
      [...found].sort(),
      [...possible[state], "repeat", "branch", "saveAsExperiment", "render"].sort(),
      state,
    );
    for (const name of actionNames) assert.notEqual(actions[name], "", name);
  }
});

test("what became not finite, or is at its end, cannot go on; without a checkpoint nothing branches", () => {
  const resume = (change: Partial<Situation>) => availableActions({ ...situation, ...change }).resume;
  assert.match(resume({ state: "failed", failure: "not finite" }) ?? "", /only be branched/);
  assert.match(resume({ state: "stopped", step: 100 }) ?? "", /all its steps/);
  assert.match(availableActions({ ...situation, hasCheckpoint: false }).branch ?? "", /no checkpoint/);
});

const status: Status = {
  state: "training",
  step: 6400,
  steps: 8000,
  stepsPerSecond: 160,
  message: "",
  scalars: {},
  lastEvaluation: { step: 6000, values: { "quality/coverage": 0.77 }, undefined: {} },
  trend: [],
  trendGaps: [],
  pid: 1,
  host: "node-17",
  heartbeatAt: "2026-11-22T10:00:00.000Z",
  machine: "",
  processStart: "",
};
const beat = Date.parse(status.heartbeatAt);

test("the time left follows from the speed, and is not told where it cannot be", () => {
  assert.equal(statusFacts(status, beat, () => true).secondsLeft, 10);
  assert.equal(statusFacts({ ...status, state: "paused" }, beat, () => true).secondsLeft, null);
  assert.equal(statusFacts({ ...status, stepsPerSecond: 0 }, beat, () => true).secondsLeft, null);
});

test("a run whose process is gone is lost", () => {
  assert.equal(statusFacts(status, beat + 48_000, () => false).state, "lost");
  assert.equal(statusFacts(status, beat + 48_000, () => true).state, "training");
});

const entry = (step: number, key: string, to: number): JournalEntry => ({
  at: "2026-11-22T10:00:00.000Z",
  step,
  kind: "intervention",
  do: "set",
  key,
  to,
});

test("a knob tells its value for the next step and every value that it held", () => {
  const experiment = smallExperiment([
    {
      key: "schedule",
      value: [
        { at: 10, set: "pairing.weight", to: 0.1, over: 10 },
        { at: 90, set: "pairing.weight", to: 1 },
      ],
    },
  ]);
  const weight = (journal: readonly JournalEntry[], step: number) =>
    knobFacts(experiment, journal, step).find(({ key }) => key === "pairing.weight");
  assert.equal(weight([], 14)?.value, 0.05);
  assert.equal(weight([], 9)?.history.length, 1);
  const byHand = [entry(14, "pairing.weight", 0.3), entry(15, "pairing.noise", 0.2)];
  assert.equal(weight(byHand, 14)?.value, 0.3);
  assert.deepEqual(weight(byHand, 50)?.history, [
    { step: 0, value: 0, source: "experiment" },
    { step: 10, value: 0.1, source: "schedule" },
    { step: 14, value: 0.3, source: "intervention" },
  ]);
});

test("a penalty rests that is 0 in the experiment, in its plan and by hand; no other knob rests", () => {
  const resting = (schedule: readonly object[], journal: readonly JournalEntry[], step = 50) =>
    knobFacts(smallExperiment([{ key: "schedule", value: schedule }]), journal, step).flatMap(knob =>
      knob.resting ? [knob.key] : [],
    );
  const [r1, r2, penalty] = ["r1.gamma", "r2.gamma", "gradientPenalty.weight"].map(key => `penalties.${key}`);
  assert.deepEqual(resting([], []), [r1, r2, penalty]);
  // What is planned is there before its time, and what was turned off again stays.
  assert.deepEqual(resting([{ at: 90, set: r1, to: 1 }], []), [r2, penalty]);
  const byHand = [entry(10, "penalties.r2.gamma", 1), entry(20, "penalties.r2.gamma", 0)];
  assert.deepEqual(resting([{ at: 90, set: r1, to: 0 }], byHand), [r1, penalty]);
});

test("a long history keeps its first value and the newest ones", () => {
  const journal = Array.from({ length: 1000 }, (_, i) => entry(i + 1, "pairing.weight", i + 1));
  const history = knobFacts(smallExperiment(), journal, 2000)[0]?.history ?? [];
  assert.equal(history.length, 200);
  assert.deepEqual([history[0]?.step, history[1]?.step, history.at(-1)?.step], [0, 802, 1000]);
});

test("every knob's slider spans values that the knob may have", () => {
  for (const { key, slider, minimum, maximum } of knobFacts(smallExperiment(), [], 0)) {
    assert.ok(slider.from > 0 && slider.from < slider.to, key);
    assert.ok(slider.from >= minimum && (maximum === null || slider.to <= maximum), key);
    assert.equal(slider.zero, minimum === 0, key);
  }
});

test("lines of the journal are cut to a size, and what they leave out is null", () => {
  const facts = journalFacts({ at: "t", step: 1, kind: "notice", message: "x".repeat(50_000) });
  assert.equal(facts.message?.length, 10_000);
  assert.deepEqual(
    [facts.do, facts.request, facts.key, facts.from, facts.to, facts.by],
    [null, null, null, null, null, null],
  );
});

test("a curve's unit follows from what trains where that gives it one", () => {
  const hinge = objectiveUnits(smallExperiment([{ key: "loss", value: "hinge" }]));
  const series = new Series();
  series.append(1, 0.5);
  const unitOf = (tag: string, units: (tag: string) => string | null) => curveFacts(tag, series, units).unit;
  assert.equal(unitOf("loss/generator", hinge), "scores");
  assert.equal(
    unitOf("loss/generator", () => null),
    "",
  );
  assert.equal(unitOf("quality/mode_kl", hinge), "nats");
});

test("tags of measures, of training and of knobs have their meaning, others stand for themselves", () => {
  assert.deepEqual(
    [meaningOf("quality/coverage").title, meaningOf("quality/coverage").better],
    ["Coverage", "higher"],
  );
  assert.equal(meaningOf("knob/pairing.weight").title, "Pairing weight");
  assert.equal(meaningOf("toString").title, "toString");
});
