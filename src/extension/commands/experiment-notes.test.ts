import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test, type TestContext } from "node:test";
import { executionPlan } from "../../experiment/execution-plan.ts";
import { smallExperiment, statusOf, temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, openDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import { createRun } from "../../runs/create-run.ts";
import { observe } from "../../runs/list.ts";
import { readNotes } from "../../runs/notes.ts";
import { openRunForWriting } from "../../runs/run-writer.ts";
import type { App } from "../app.ts";
import { ExperimentFiles } from "../experiment-files/experiment-files.ts";
import { notesLens } from "../notes/notes-lens.ts";
import { experimentNotesCommands } from "./experiment-notes.ts";

const openNotes = experimentNotesCommands["pairingLab.experiment.notes"];
const addRun = experimentNotesCommands["pairingLab.run.addToNotes"];

/** An experiment's file with two runs of it, one turned and evaluated; they know their file. */
async function made(t: TestContext) {
  const folder = temporaryFolder(t);
  const experiment = join(folder, "small.gan.json");
  writeFileSync(experiment, `{ "data": { "kind": "ring" }, "steps": 100, "record": { "checkpoint": 10 } }`);
  const runsFolder = join(folder, "runs");
  mkdirSync(runsFolder);
  const folders: string[] = [];
  for (const weight of [0, 0.3]) {
    const resolved = smallExperiment([{ key: "pairing.weight", value: weight }]);
    folders.push(
      await createRun(runsFolder, {
        experiment: resolved,
        seed: resolved.seed,
        parent: null,
        plan: executionPlan(resolved),
        versions: { pairingLab: "0", node: "0", onnxruntime: "0", tfjs: "0" },
        file: experiment,
      }),
    );
  }
  const writer = await openRunForWriting(folders[1] ?? "");
  writer.journal({ step: 40, kind: "intervention", do: "set", key: "pairing.weight", from: 0.3, to: 0.05 });
  const lastEvaluation = {
    step: 80,
    values: { "quality/coverage": 0.75 },
    undefined: { "quality/precision": "all [samples](x) are one" },
  };
  writer.status(statusOf(100, { steps: 100, state: "done", lastEvaluation }));
  writer.close();
  const window = newStandIn();
  window.workspaceFolders = [{ uri: Uri.file(folder), name: "w", index: 0 }];
  const experimentFiles = new ExperimentFiles();
  t.after(() => {
    experimentFiles.dispose();
  });
  await experimentFiles.look();
  const app = {
    experimentFiles,
    explorer: { focused: [] },
    runs: { all: folders.map(one => observe(one)), notesOf: readNotes },
    pages: { dashboard: {} },
  } as unknown as App; // what these commands ask of it
  const notes = join(folder, "small.notes.md");
  const textOf = () => readFileSync(notes, "utf8");
  return { app, folder, experiment, folders, notes, textOf, window };
}

const linesWith = (text: string, what: string) => text.split("\n").filter(line => line.includes(what));

test("notes begin with a template that leads to the experiment and its runs, and are opened the next time", async t => {
  const { app, experiment, folders, notes, textOf, window } = await made(t);
  await openNotes(app, [Uri.file(experiment)]);
  const text = textOf();
  assert.match(text, /## Hypothesis[^]*## What was tried\n\n- [^]*## What came out/);
  assert.ok(text.includes("[small.gan.json](small.gan.json)"));
  const runs = linesWith(text, "run.json");
  assert.deepEqual(
    runs.map(line => /\]\((.*)\/run\.json\)/.exec(line)?.[1]),
    folders.map(folder => `runs/${basename(folder)}`),
  );
  writeFileSync(notes, "mine");
  await openNotes(app, [{ folder: folders[0] }]);
  assert.equal(textOf(), "mine");
  assert.deepEqual(
    window.opened.map(String),
    [notes, notes].map(path => Uri.file(path).toString()),
  );
});

test("a run's line says what tells it apart, its last evaluation with its step, what is undefined, what was turned, and of one seed", async t => {
  const { app, folders, textOf } = await made(t);
  await addRun(app, [{ folder: folders[0] }]);
  await addRun(app, [{ folder: folders[1] }]);
  const [first = "", second = "", ...others] = linesWith(textOf(), "run.json");
  assert.deepEqual(others, []);
  assert.match(
    first,
    /^- \d{4}-\d\d-\d\d \[w 0 · small\]\(runs\/[\w.-]+\/run\.json\): .*, step 0 of 100; not evaluated yet$/,
  );
  assert.match(
    second,
    /^- \d{4}-\d\d-\d\d \[w 0\.3 · small\]\(runs\/[\w.-]+\/run\.json\): finished, step 100 of 100; coverage 0\.75, precision undefined \(all \\\[samples\\\]\(x\) are one\) at step 80, seed 1 alone; turned by hand: pairing\.weight 0\.3 → 0\.05 @40$/,
  );
});

test("notes that are open with changes keep them, unsaved, and get the line; without changes they are saved", async t => {
  const { app, folders, notes, textOf, window } = await made(t);
  writeFileSync(notes, "on disk\n");
  const document = openDocument(notes, "## What was tried\nmine, unsaved\n\n## End\n", { dirty: true });
  await addRun(app, [{ folder: folders[0] }]);
  assert.match(document.text, /^## What was tried\nmine, unsaved\n\n- .*run\.json.*\n\n## End\n$/);
  assert.deepEqual([document.isDirty, textOf()], [true, "on disk\n"]);
  assert.match(window.messages.at(-1)?.text ?? "", /save them, they had other changes/);
  document.isDirty = false;
  await addRun(app, [{ folder: folders[1] }]);
  assert.deepEqual([document.isDirty, textOf()], [false, document.text]);
  assert.equal(linesWith(document.text, "run.json").length, 2);
});

test("selected runs come together, each a line; a file that is no text is refused and stays", async t => {
  const { app, folder, folders, notes, textOf } = await made(t);
  const rows = folders.map(one => ({ folder: one }));
  await addRun(app, [rows[0], rows]);
  assert.equal(linesWith(textOf(), "run.json").length, 2);
  assert.deepEqual(readdirSync(folder).sort(), ["runs", "small.gan.json", "small.notes.md"]);
  const bytes = Buffer.from([0xff, 0xfe, 0x00]);
  writeFileSync(notes, bytes);
  await assert.rejects(addRun(app, [rows[0]]), { name: "InputError", message: /no UTF-8 text/ });
  assert.deepEqual(readFileSync(notes), bytes);
});

test("notes behind a link are replaced where they lie", async t => {
  const { app, folder, folders, notes } = await made(t);
  const elsewhere = join(folder, "elsewhere.md");
  writeFileSync(elsewhere, "there\n");
  symlinkSync(elsewhere, notes);
  await addRun(app, [{ folder: folders[0] }]);
  assert.match(readFileSync(elsewhere, "utf8"), /^there\n\n- .*run\.json/);
});

test("without trust notes are opened and none are begun; a run whose experiment is not here is refused", async t => {
  const { app, experiment, folder, folders, notes, window } = await made(t);
  window.isTrusted = false;
  await openNotes(app, [Uri.file(experiment)]);
  assert.ok(!existsSync(notes));
  assert.match(window.messages[0]?.text ?? "", /needs a trusted workspace/);
  window.isTrusted = true;
  writeFileSync(join(folder, "other.gan.json"), readFileSync(experiment));
  const lost = { ...app, experimentFiles: { originOf: () => ({ key: "x", file: null }) } } as unknown as App;
  await assert.rejects(
    addRun(lost, [{ folder: folders[0] }]),
    /no file in this workspace, .*; open its folder, or save/,
  );
});

test("each line that links to a run that is there leads to its dashboard", async t => {
  const { folder, folders, notes } = await made(t);
  const link = `runs/${basename(folders[0] ?? "")}/run.json`;
  const text = `# N\n[a](${link}) and [gone](runs/gone/run.json), [odd](%zz/run.json)\n[two](./${link})\n`;
  const document = openDocument(notes, text);
  const lenses = await notesLens.provideCodeLenses(document as never, undefined as never);
  assert.deepEqual(
    lenses?.map(({ range, command }) => [range.start.line, command?.command, command?.arguments]),
    [1, 2].map(line => [line, "pairingLab.run.open", [{ folder: join(folder, "runs", basename(folders[0] ?? "")) }]]),
  ); // prettier-ignore
});
