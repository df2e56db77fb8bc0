import assert from "node:assert/strict";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import { noNotes, type Notes } from "../../runs/notes.ts";
import { runTitles } from "./run-title.ts";

test("a tab says what tells its run apart from others of its name, also of those that come later", () => {
  const weighing = (id: string, value: number, seed: number) =>
    observedRun(id, { settings: [{ key: "pairing.weight", value }], info: { seed } });
  const [first, second] = [weighing("a", 0.02, 1), weighing("b", 0, 2)];
  const notes = new Map<string, Notes>();
  const runs = { all: [first], notesOf: (folder: string) => notes.get(folder) ?? noNotes };
  const title = runTitles(runs, first.folder);
  assert.equal(title("small", 1), "small · seed 1");
  runs.all = [first, second];
  assert.equal(title("small", 1), "w 0.02 · s1 · small");
  notes.set(second.folder, { ...noNotes, name: "other" });
  assert.equal(title("small", 1), "small · seed 1");
});
