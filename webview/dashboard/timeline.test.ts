import assert from "node:assert/strict";
import { test } from "node:test";
import type { DashboardState, KnobFacts } from "../../src/protocol/dashboard-state.ts";
import { dashboardState, knobFacts } from "../../test/webview/synthetic-state.ts";
import { changesOf, journalLines, marksOf, stopsOf } from "./timeline.ts";

const weight: KnobFacts = {
  ...knobFacts("pairing.weight", 0.02),
  history: [
    { step: 0, value: 0, source: "experiment" },
    { step: 3000, value: 0.02, source: "intervention" },
  ],
};
const rate: KnobFacts = {
  ...knobFacts("optimizers.generator.learningRate", 1e-4),
  history: [
    { step: 0, value: 1e-3, source: "experiment" },
    ...Array.from({ length: 20 }, (_, i) => ({
      step: 5000 + 50 * i,
      value: 1e-3 - 4e-5 * i,
      source: "schedule" as const,
    })),
  ],
};
const pace: KnobFacts = {
  ...knobFacts("pace", 300),
  history: [
    { step: 0, value: 0, source: "experiment" },
    { step: 10, value: 300, source: "intervention" },
  ],
};
const state: DashboardState = {
  ...dashboardState(),
  knobs: [weight, rate, pace],
  checkpoints: [0, 2000, 4000],
  samples: [0, 100, 6400],
  journal: [],
};

test("a planned ramp is one change, and so one mark", () => {
  const [ramp, ...more] = changesOf(rate);
  assert.deepEqual(more, []);
  assert.deepEqual(
    { step: ramp?.step, until: ramp?.until, from: ramp?.from },
    { step: 5000, until: 5950, from: 1e-3 },
  );
});

test("marks name the change; the pairing weight's are loud, pace has none", () => {
  assert.deepEqual(
    marksOf(state.knobs, null).map(({ step, quiet }) => [step, quiet]),
    [
      [3000, false],
      [5000, true],
    ],
  );
  assert.equal(marksOf(state.knobs, null)[0]?.label, "pairing 0 → 0.02");
  const [branched] = marksOf(state.knobs, { id: "a", step: 1000 });
  assert.deepEqual(branched, { step: 1000, label: "branched", quiet: true });
});

test("the step bar stops at changes, checkpoints and both ends", () => {
  assert.deepEqual(stopsOf(state), [0, 10, 2000, 3000, 4000, 5000, 6400]);
});

const entry = {
  at: "2026-05-01T10:00:00Z",
  step: 3000,
  kind: "intervention",
  do: "set",
  request: "a",
  key: "pairing.weight",
  from: 0,
  to: 0.02,
  by: "extension",
  message: null,
} as const;

test("the newest change of a knob can be undone, an older one cannot", () => {
  const older = { ...entry, step: 1000, from: 0.5, to: 0 };
  const lines = journalLines({ ...state, journal: [older, entry] });
  const changes = lines.filter(({ kind }) => kind === "pairing");
  assert.deepEqual(
    changes.map(({ text, action }) => [text, action]),
    [
      ["Pairing weight 0 → 0.02", { kind: "undo", key: "pairing.weight", value: 0 }],
      ["Pairing weight 0.5 → 0", null],
    ],
  );
});

test("a pace of 0 is full speed", () => {
  const slowed = { ...entry, key: "pace", from: 0, to: 100 };
  const lines = journalLines({ ...state, journal: [slowed] });
  assert.ok(lines.some(({ text }) => text === "Pace full speed → 100"));
});

test("a checkpoint that was asked for has one line, a refusal says why", () => {
  const asked = { ...entry, do: "checkpoint", key: null, from: null, to: null, step: 4000 } as const;
  const refused = { ...entry, kind: "refused", message: "the run ended" } as const;
  const lines = journalLines({ ...state, journal: [asked, refused] });
  assert.equal(lines.filter(({ step }) => step === 4000).length, 1);
  assert.equal(
    lines.find(({ kind }) => kind === "refused")?.text,
    "Refused: Pairing weight 0.02, the run ended",
  );
});

test("lines go from the newest step to how the run began", () => {
  const lines = journalLines({ ...state, journal: [entry] });
  const steps = lines.map(({ step }) => step);
  assert.deepEqual(
    steps,
    [...steps].sort((a, b) => b - a),
  );
  assert.match(lines.at(-1)?.text ?? "", /Started with seed/);
  const branched = { ...state, run: { ...state.run, parent: { id: "a", step: 2000 } } };
  assert.ok(journalLines(branched).some(({ text }) => text === "Branched from a at 2,000"));
});
