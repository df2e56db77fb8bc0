import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import { factsMarkdown } from "../door/facts-markdown.ts";
import { runTooltip, type TooltipFacts } from "./run-tooltip.ts";
import { noNotes } from "../../runs/notes.ts";

const facts = (changes: Parameters<typeof observedRun>[1] = {}) => ({
  run: observedRun("a", changes),
  notes: noNotes,
  interventions: [],
  shownFolder: "runs/a",
  version: "0.1.0",
});

const markdown = (given: TooltipFacts) => factsMarkdown(runTooltip(given));

test("the tooltip says state, measures, changes, folder; and nothing where there is nothing to say", () => {
  const at = "2026-11-22T09:00:00.000Z";
  const text = markdown({
    ...facts({
      status: {
        stepsPerSecond: 20,
        // Of an earlier evaluation; nothing is taken from there.
        scalars: { "quality/recall": 0.4 },
        lastEvaluation: {
          step: 30,
          values: { "quality/coverage": 0.77, "quality/modes": 8 },
          undefined: {
            "collapse/effective_rank": "no two outputs differ",
            "collapse/log_condition": "no two outputs differ",
            "pairing/gradient_ratio": "the weight is 0",
          },
        },
      },
    }),
    interventions: [{ at, step: 30, kind: "intervention", key: "pairing.weight", from: 0, to: 0.02 }],
  });
  assert.match(text, /\| state \| training, 40 of 100, 20 steps\/s, 3 s left \|/);
  assert.match(text, /\| coverage \| 0\\.77, modes 8, at 30 \|/);
  assert.match(
    text,
    /\| undefined \| effective rank, log condition \\\(no two outputs differ\\\); gradient ratio \\\(the weight is 0\\\), at 30 \|/,
  );
  assert.match(text, /pairing\\.weight 0 → 0\\.02 at 30/);
  assert.doesNotMatch(text, /parent|version|note|tags/);
});

test("a run of another version says so", () => {
  const versions = { pairingLab: "0.0.9", node: "20", onnxruntime: "1", tfjs: "4" };
  assert.match(markdown(facts({ info: { versions } })), /made by Pairing Lab 0\\.0\\.9; this is 0\\.1\\.0/);
});

test("what was changed in a run whose journal cannot be read is not known, and the rest is told", () => {
  const text = markdown({ ...facts(), interventions: null });
  assert.match(text, /\| changed \| not known: the journal cannot be read \|/);
  assert.match(text, /\| folder \| runs\/a \|/);
});
