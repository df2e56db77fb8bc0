import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import { parseFilter } from "./run-filter.ts";
import { noNotes } from "../../runs/notes.ts";

const run = observedRun("2026-11-22-ring-8-s3", {
  info: { seed: 3, name: "Ring Eight" },
  status: {
    step: 40,
    scalars: { "loss/pairing": 1.5, "quality/recall": 0.9, "collapse/effective_rank": 2 },
    lastEvaluation: {
      step: 30,
      values: { "quality/coverage": 0.92 },
      undefined: { "collapse/effective_rank": "no two outputs differ" },
    },
  },
  settings: [{ key: "pairing.weight", value: 0.02 }],
});
const notes = { ...noNotes, name: "My Best", star: true, tags: ["paper", "keep"], note: "flat after 2,400" };

function fits(text: string): boolean {
  const parsed = parseFilter(text);
  assert.equal(parsed.kind, "filter", text);
  return parsed.matches(run, notes);
}

test("every word must fit: names, ids, tags and notes in any case, fields, comparisons", () => {
  const fitting = [
    "",
    "  ",
    "best",
    "ring-8",
    '"ring eight"',
    "paper",
    "flat",
    "tag:pap",
    "seed:3",
    "state:train",
    "is:starred is:live",
    "name:best",
    "data:ring",
    "coverage>0.9",
    "quality/coverage>=0.92",
    "pairing<1.6",
    "pairing.weight=0.02",
    "step<=40",
    "coverage > 0.9 -coverage > 0.95",
    "coverage>0,9",
    "pairing.weight = 0,02",
    "step <= 1,000",
    "undefined:rank -undefined:coverage",
    "best tag:keep coverage>0.9 -tag:old -coverage>0.95",
  ];
  for (const text of fitting) assert.ok(fits(text), text);
  const other = [
    "moons",
    "tag:demo",
    "seed:30",
    "state:done",
    "is:branch",
    "coverage>0.95",
    "recall>0",
    "effective_rank>0",
    "undefined:mode",
    "best moons",
    "-best",
  ];
  for (const text of other) assert.ok(!fits(text), text);
});

test("a measure that a run does not have fits no comparison, not even a low one", () => {
  assert.ok(!fits("precision<2"));
});

test("what cannot be read is refused with what is known", () => {
  const refused = (text: string, message: RegExp) => {
    const parsed = parseFilter(text);
    assert.equal(parsed.kind, "wrong", text);
    assert.match(parsed.message, message);
  };
  refused("sate:done", /known are .*state:.*did you mean "state"/);
  refused("is:stared", /did you mean "starred"/);
  refused("coverage>", /needs a number/);
  refused("coverage>high", /needs a number: "high" is no number/);
  refused("coverage<1,000", /may be 1 or 1000/);
  refused("weight=0.1", /no measure and no number of an experiment; write pairing\.weight or /);
  refused("nonsense.key<2", /no measure and no number/);
  refused("coverge>0.5", /did you mean "coverage"/);
  refused("-weight > 0", /write pairing\.weight/);
});

test("a filter is read while it is typed: no beginning of one throws", () => {
  const whole = 'ring "my run" -tag:old seed:3 state:training is:starred coverage>=0.9 pairing.weight<0.02';
  for (let length = 0; length <= whole.length; length++)
    assert.doesNotThrow(() => parseFilter(whole.slice(0, length)));
});

test("an accent is the same, whether it is part of its letter or stands after it", () => {
  const [composed, apart] = ["r\u00e9sum\u00e9", "re\u0301sume\u0301"];
  for (const [held, typed] of [
    [composed, apart],
    [apart, composed],
  ] as const)
    for (const text of [typed, `tag:${typed}`, `name:${typed}`]) {
      const parsed = parseFilter(text);
      assert.ok(
        parsed.kind === "filter" && parsed.matches(run, { ...noNotes, name: held, tags: [held] }),
        text,
      );
    }
});
