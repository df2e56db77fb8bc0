import assert from "node:assert/strict";
import { test } from "node:test";
import { nameWith, ownWords, wordsApart, wordsBesideNames, type NamedRun } from "./run-names.ts";

const run = (weight: number, more: Partial<NamedRun> = {}, experiment: object = {}): NamedRun => ({
  name: "ring",
  seed: 1,
  parent: null,
  createdAt: "2026-11-22T09:00:00.000Z",
  experiment: {
    name: "ring",
    steps: 8000,
    pairing: { kind: "neighbour", weight, noise: 0.1 },
    ...experiment,
  },
  ...more,
});

test("runs are told apart by what differs among them, what was turned first and the seed last", () => {
  assert.deepEqual(wordsApart([run(0.02, { seed: 2 }), run(0, { seed: 1 })]), [
    ["w 0.02", "s2"],
    ["w 0", "s1"],
  ]);
  assert.deepEqual(wordsApart([run(0, {}, { steps: 200_000 }), run(0, {}, { steps: 8500 })]), [
    ["200k steps"],
    ["8500 steps"],
  ]);
  assert.deepEqual(wordsApart([run(0), run(0, {}, { penalties: { r1: { gamma: 0.1 } } })]), [
    [],
    ["r1.gamma 0.1"],
  ]);
});

test("a branch says that it is one, before all else, even where it is alone", () => {
  const branch = run(0, { parent: { step: 48_000 } });
  assert.deepEqual(wordsApart([run(0.02), branch]), [["w 0.02"], ["branch @48,000", "w 0"]]);
  assert.deepEqual(wordsApart([branch]), [["branch @48,000"]]);
  const other = run(0.1, { parent: { step: 48_000 } });
  assert.deepEqual(wordsApart([branch, other, run(0.02)]).slice(0, 2), [
    ["w 0", "branch @48,000"],
    ["w 0.1", "branch @48,000"],
  ]);
  assert.deepEqual(ownWords(branch), ["branch @48,000", "w 0", "s1"]);
});

test("what differs in nothing is told apart by its time, and what has another name needs none", () => {
  const later = run(0, { createdAt: "2026-11-22T10:30:00.000Z" });
  assert.deepEqual(wordsApart([run(0), later]), [["2026-11-22 09:00"], ["2026-11-22 10:30"]]);
  assert.deepEqual(wordsApart([run(0), { ...later, name: "mine" }]), [[], []]);
  assert.deepEqual(wordsApart([run(0)]), [[]]);
  assert.deepEqual(wordsApart([]), []);
});

test("beside names words are for those alone that share one; a branch is one all the same", () => {
  const mine = run(0.1, { name: "mine", parent: { step: 100 } });
  assert.deepEqual(wordsBesideNames([run(0), run(0.02), mine]), [["w 0"], ["w 0.02"], ["branch @100"]]);
});

test("what is cut off at the end is the same in all", () => {
  assert.equal(nameWith(["w 0.02", "s2"], "ring"), "w 0.02 · s2 · ring");
  assert.equal(nameWith([], "ring"), "ring");
});
