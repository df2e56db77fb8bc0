import assert from "node:assert/strict";
import { test } from "node:test";
import { readExperiment } from "../experiment/read.ts";
import type { JournalEntry } from "../runs/journal.ts";
import { knobFacts } from "./knob-facts.ts";

const experiment = readExperiment(
  `{ "data": { "kind": "ring" }, "pairing": { "weight": 0.01 },
     "schedule": [{ "at": 40, "set": "pairing.weight", "to": 0.03 }] }`,
  "x.gan.json",
);
const turned: JournalEntry = {
  at: "2026-01-01T00:00:00Z",
  step: 60,
  kind: "intervention",
  key: "pairing.weight",
  from: 0.03,
  to: 0.05,
};

test("a knob's history ends with the value that the next step uses, also while the journal is ahead of the status", () => {
  for (const [step, value] of [
    [0, 0.01],
    [39, 0.01],
    [40, 0.03],
    [59, 0.03],
    [60, 0.05],
    [100, 0.05],
  ] as const) {
    const facts = knobFacts(experiment, [turned], step).find(({ key }) => key === "pairing.weight");
    assert.deepEqual([facts?.value, facts?.history.at(-1)?.value], [value, value], `step ${step}`);
  }
});
