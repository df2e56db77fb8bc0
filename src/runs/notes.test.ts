import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { RunReadError, RunWriteError } from "./errors.ts";
import { addStepNote, changeNotes, editStepNote, loadNotes, noNotes, readNotes } from "./notes.ts";

function folderOf(t: TestContext, content?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "notes-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  if (content !== undefined) writeFileSync(join(folder, "notes.json"), content);
  return folder;
}

test("a run without notes has none", async t => {
  const folder = folderOf(t);
  assert.deepEqual(readNotes(folder), noNotes);
  assert.deepEqual(await loadNotes(folder), noNotes);
});

test("what was changed is read again, and no other file is left behind", async t => {
  const folder = folderOf(t);
  changeNotes(folder, notes => ({
    ...notes,
    star: true,
    tags: ["paper", " paper ", "", "demo"],
    name: "  best  ",
  }));
  const expected = { ...noNotes, star: true, tags: ["paper", "demo"], name: "best" };
  assert.deepEqual(readNotes(folder), expected);
  assert.deepEqual(await loadNotes(folder), expected);
  assert.deepEqual(readdirSync(folder), ["notes.json"]);
  assert.equal(changeNotes(folder, notes => ({ ...notes, name: " " })).name, null);
});

test("fields of other programs stay, and what is not a note counts as not there", t => {
  const folder = folderOf(
    t,
    '{ "colour": "red", "star": "yes", "tags": ["a", 3, ""], "steps": [{ "id": 1 }], "note": 7 }',
  );
  changeNotes(folder, notes => ({ ...notes, star: true }));
  assert.deepEqual(JSON.parse(readFileSync(join(folder, "notes.json"), "utf8")), {
    colour: "red",
    name: null,
    star: true,
    tags: ["a"],
    note: "",
    steps: [],
  });
});

test("a file that is not JSON is read as no notes and never overwritten", async t => {
  const folder = folderOf(t, '{ "star": tr');
  assert.deepEqual(readNotes(folder), noNotes);
  assert.deepEqual(await loadNotes(folder), noNotes);
  assert.throws(
    () => changeNotes(folder, notes => ({ ...notes, star: true })),
    (error: unknown) => error instanceof RunReadError && error.message.includes("Mend or delete it"),
  );
  assert.equal(readFileSync(join(folder, "notes.json"), "utf8"), '{ "star": tr');
});

test("notes at steps are kept by step, edited, and removed by an empty text", t => {
  const folder = folderOf(t);
  const late = addStepNote(folder, 2400, "coverage flat");
  const early = addStepNote(folder, 100, "starts well");
  assert.deepEqual(
    readNotes(folder).steps.map(({ step, text }) => [step, text]),
    [
      [100, "starts well"],
      [2400, "coverage flat"],
    ],
  );
  editStepNote(folder, late, "coverage flat, samples drift");
  editStepNote(folder, early, "  ");
  editStepNote(folder, "gone", "nothing");
  assert.deepEqual(
    readNotes(folder).steps.map(({ id, text }) => [id, text]),
    [[late, "coverage flat, samples drift"]],
  );
});

test("a folder that is gone is a message that says so", t => {
  const folder = join(folderOf(t), "gone");
  assert.throws(() => addStepNote(folder, 1, "x"), RunWriteError);
});
