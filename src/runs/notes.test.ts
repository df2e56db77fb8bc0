import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { uniform } from "../../test/support/uniform.ts";
import { role, startSelf } from "../../test/support/self-as-child.ts";
import { once } from "node:events";
import { currentProcess } from "./process-name.ts";
import { RunReadError, RunWriteError } from "./errors.ts";
import { busyName } from "./alone.ts";
import {
  addStepNote,
  changeNotes,
  editStepNote,
  loadNotes,
  noNotes,
  notesToKeepBy,
  readNotes,
  type NotesChange,
} from "./notes.ts";

function folderOf(t: TestContext, content?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "notes-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  if (content !== undefined) writeFileSync(join(folder, "notes.json"), content);
  return folder;
}

const ROUNDS = 60;

/** A window that changes notes as fast as it can. */
function change(folder: string, who: string): void {
  for (let round = 0; round < ROUNDS; round++) {
    addStepNote(folder, round, who);
    changeNotes(folder, { what: "tags", add: [`${who} ${round % 10}`], remove: [] });
    changeNotes(
      folder,
      who === "one" ? { what: "star", star: true } : { what: "name", name: `round ${round}` },
    );
  }
}

const [, , folderArgument = "", whoArgument = ""] = process.argv;
if (role === "change") change(folderArgument, whoArgument);
else defineTests();

function defineTests(): void {
  test("a run without notes has none", async t => {
    const folder = folderOf(t);
    assert.deepEqual(readNotes(folder), noNotes);
    assert.deepEqual(await loadNotes(folder), noNotes);
  });

  test("what was changed is read again, and no other file is left behind", async t => {
    const folder = folderOf(t);
    changeNotes(folder, { what: "star", star: true });
    // Composed or not, an accent is the same.
    changeNotes(folder, { what: "tags", add: ["re\u0301sume\u0301"], remove: [] });
    changeNotes(folder, { what: "tags", add: ["r\u00e9sum\u00e9"], remove: [] });
    assert.deepEqual(readNotes(folder).tags, ["r\u00e9sum\u00e9"]);
    changeNotes(folder, { what: "tags", add: [], remove: ["re\u0301sume\u0301"] });
    changeNotes(folder, { what: "tags", add: ["paper", " paper ", "", "demo"], remove: [] });
    changeNotes(folder, { what: "name", name: "  best  " });
    const expected = { ...noNotes, star: true, tags: ["paper", "demo"], name: "best" };
    assert.deepEqual(readNotes(folder), expected);
    assert.deepEqual(await loadNotes(folder), expected);
    assert.deepEqual(readdirSync(folder), ["notes.json"]);
    changeNotes(folder, { what: "name", name: " " });
    changeNotes(folder, { what: "tags", add: ["new"], remove: ["paper", "gone"] });
    assert.deepEqual(readNotes(folder), { ...expected, name: null, tags: ["demo", "new"] });
  });

  test("a change of one note changes not a character of the rest", t => {
    const byHand = `{"colour":  "red", "name": "${"n".repeat(280)}", "big": 12345678901234567890,
    "note": "${"x".repeat(25_000)}", "tags": ["${"t".repeat(74)}", 3, "a"],
    "steps": [{ "id": "1", "step": 5, "at": "", "text": "old", "mine": 1e400 }, { "step": 7, "text": "without id" }], "star": false }
`;
    const folder = folderOf(t, byHand);
    const text = () => readFileSync(join(folder, "notes.json"), "utf8");
    changeNotes(folder, { what: "star", star: true });
    assert.equal(text(), byHand.replace('"star": false', '"star": true'));
    editStepNote(folder, "1", "new");
    assert.equal(text(), byHand.replace('"star": false', '"star": true').replace('"old"', '"new"'));
    for (const change of [
      { what: "note", note: "" },
      { what: "name", name: "short" },
    ] as const)
      assert.throws(() => {
        changeNotes(folder, change);
      }, /change it in the file/);
    changeNotes(folder, { what: "tags", add: ["b"], remove: ["a"] });
    assert.deepEqual((JSON.parse(text()) as { tags: unknown }).tags, ["t".repeat(74), 3, "b"]);
  });

  test("of random documents, a random change changes what it is about and nothing else", t => {
    const folder = folderOf(t);
    const random = uniform(7);
    const below = (n: number) => Math.floor(random() * n);
    const anything = (depth = 0): unknown =>
      [
        () => null,
        () => random() < 0.5,
        () => below(1e6) - random(),
        () => 'text \u0000 \\ " ä'.repeat(below(4)),
        () => "long".repeat(below(10_000)),
        () => (depth > 2 ? [] : Array.from({ length: below(4) }, () => anything(depth + 1))),
        () =>
          depth > 2
            ? {}
            : Object.fromEntries(
                Array.from({ length: below(4) }, (_, i) => [`key ${i}`, anything(depth + 1)]),
              ),
      ][below(7)]?.();
    const noteOf = () => ({ id: `id ${below(5)}`, step: below(100), at: "", text: "x", more: anything(1) });
    const listOf = (one: () => unknown) =>
      Array.from({ length: below(5) }, () => (random() < 0.6 ? one() : anything(1)));
    const documentOf = () => {
      const all: Record<string, unknown> = {
        name: random() < 0.5 ? "name" : anything(),
        star: random() < 0.5 ? false : anything(),
        note: random() < 0.5 ? "note" : anything(),
        tags: random() < 0.8 ? listOf(() => `tag ${below(5)}`) : anything(),
        steps: random() < 0.8 ? listOf(noteOf) : anything(),
        pins: random() < 0.8 ? listOf(() => below(5)) : anything(),
        __proto: anything(),
        other: anything(),
      };
      return Object.fromEntries(Object.entries(all).filter(() => random() < 0.8));
    };
    const changes = (): NotesChange[] => [
      { what: "name", name: random() < 0.3 ? null : "new name" },
      { what: "star", star: random() < 0.5 },
      { what: "note", note: "new note" },
      { what: "tags", add: ["tag 1", "tag 9"], remove: ["tag 2", "tag 3"] },
      { what: "add step note", note: { id: "new", step: below(100), at: "", text: "new" } },
      { what: "edit step note", id: `id ${below(5)}`, text: random() < 0.3 ? "" : "edited" },
      { what: "pin", step: below(5), pinned: random() < 0.5 },
    ];
    const fieldOf = {
      name: "name",
      star: "star",
      note: "note",
      tags: "tags",
      "add step note": "steps",
      "edit step note": "steps",
      pin: "pins",
    } as const;
    let made = 0;
    for (let trial = 0; trial < 400; trial++) {
      const before = documentOf();
      const indent = below(3);
      const path = join(folder, "notes.json");
      writeFileSync(path, JSON.stringify(before, null, indent));
      const change = changes()[below(7)] ?? { what: "star", star: true };
      try {
        changeNotes(folder, change);
        made++;
      } catch (error) {
        assert.ok(error instanceof RunReadError);
        assert.equal(readFileSync(path, "utf8"), JSON.stringify(before, null, indent));
        continue;
      }
      const after = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
      const field = fieldOf[change.what];
      assert.deepEqual({ ...after, [field]: null }, { ...before, [field]: null });
      const list = (of: Record<string, unknown>) =>
        Array.isArray(of[field]) ? (of[field] as unknown[]) : [];
      switch (change.what) {
        case "name":
          assert.equal(after["name"], change.name);
          break;
        case "star":
          assert.equal(after["star"], change.star);
          break;
        case "note":
          assert.equal(after["note"], change.note);
          break;
        case "tags": {
          const { add, remove } = change;
          assert.deepEqual(
            list(after).filter(tag => !add.includes(tag as string)),
            list(before).filter(tag => ![...add, ...remove].includes(tag as string)),
          );
          for (const tag of add) assert.ok(list(after).includes(tag));
          break;
        }
        case "add step note":
          assert.deepEqual(
            list(after).filter(note => (note as { id?: unknown } | null)?.id !== "new"),
            list(before),
          );
          assert.equal(list(after).length, list(before).length + 1);
          break;
        case "edit step note": {
          const changed = list(before).filter((note, i) => !isDeepStrictEqual(note, list(after)[i]));
          if (change.text !== "") assert.ok(changed.length <= 1);
          else assert.ok(list(after).length >= list(before).length - 1);
          break;
        }
        case "pin": {
          const others = (of: Record<string, unknown>) => list(of).filter(step => step !== change.step);
          assert.deepEqual(others(after), others(before));
          assert.equal(list(after).includes(change.step), change.pinned);
          break;
        }
        default:
          change satisfies never;
      }
    }
    t.diagnostic(`${made} changes were made`);
    assert.ok(made > 150);
  });

  test("a file that is not JSON is read as no notes and never overwritten", async t => {
    const folder = folderOf(t, '{ "star": tr');
    assert.deepEqual(readNotes(folder), noNotes);
    assert.deepEqual(await loadNotes(folder), noNotes);
    assert.throws(
      () => {
        changeNotes(folder, { what: "star", star: true });
      },
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

  test("windows that change notes at once lose nothing of each other's, nor wait for one that is gone", async t => {
    const folder = folderOf(t);
    const gone = { pid: 2 ** 22 + 1, host: hostname(), machine: currentProcess().machine, processStart: "1" };
    writeFileSync(busyName(join(folder, "notes.json")), JSON.stringify(gone));
    const windows = ["one", "two"].map(who => startSelf("change", [folder, who]));
    await Promise.all(windows.map(window => once(window, "exit")));
    const { name, star, tags, steps } = readNotes(folder);
    assert.equal(name, `round ${ROUNDS - 1}`);
    assert.equal(star, true);
    assert.equal(tags.length, 20);
    assert.equal(steps.length, 2 * ROUNDS);
    assert.deepEqual(readdirSync(folder), ["notes.json"]);
  });
}

test("a checkpoint is pinned once and let go again; what people wrote in between stays", t => {
  const folder = folderOf(t);
  const path = join(folder, "notes.json");
  writeFileSync(path, '{ "lab": "ours" }\n');
  for (const step of [300, 100, 300]) changeNotes(folder, { what: "pin", step, pinned: true });
  assert.deepEqual(readNotes(folder).pins, [300, 100]);
  assert.deepEqual(notesToKeepBy(folder).pins, [300, 100]);
  changeNotes(folder, { what: "pin", step: 300, pinned: false });
  assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), { lab: "ours", pins: [100] });
  writeFileSync(path, "{ half");
  assert.throws(() => notesToKeepBy(folder), RunReadError);
});
