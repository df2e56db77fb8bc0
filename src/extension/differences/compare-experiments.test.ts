import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test, type TestContext } from "node:test";
import { newRun, temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, openDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import { observe } from "../../runs/list.ts";
import { readNotes } from "../../runs/notes.ts";
import { openRunForWriting } from "../../runs/run-writer.ts";
import { experimentCommands } from "../commands/experiment-commands.ts";
import type { App } from "../app.ts";
import { ExperimentTexts } from "./experiment-texts.ts";

const compare = experimentCommands["pairingLab.experiment.compare"];
const text = (seed: number) => `{ "data": { "kind": "ring" }, "steps": 100, "seed": ${seed} }`;

/** A workspace with two experiment files and two runs, one of them turned. */
async function made(t: TestContext) {
  const folder = temporaryFolder(t);
  const files = ["one", "two"].map(name => join(folder, `${name}.gan.json`));
  for (const [i, file] of files.entries()) writeFileSync(file, text(i + 1));
  const runs = [await newRun(folder), await newRun(folder, [{ key: "loss", value: "hinge" }])];
  const writer = await openRunForWriting(runs[1] ?? "");
  writer.journal({ step: 40, kind: "intervention", do: "set", key: "pairing.weight", from: 0.02, to: 0.05 });
  writer.close();
  const window = newStandIn();
  const experimentTexts = new ExperimentTexts();
  t.after(() => {
    experimentTexts.dispose();
  });
  const found = files.map(path => ({ path, name: basename(path), real: path }));
  const app = {
    experimentTexts,
    experimentFiles: { look: () => Promise.resolve(), all: found },
    explorer: { focused: [] },
    runs: { all: runs.map(run => observe(run)), notesOf: readNotes },
    pages: { dashboard: {}, compare: {} },
  } as unknown as App; // what this command asks of it
  return { app, files, runs, window };
}

/** What the editor was asked to show beside each other, with the texts that it then asks for. */
async function shown({ executed, texts }: ReturnType<typeof newStandIn>) {
  const [name, left, right, title] = executed.at(-1) ?? [];
  assert.equal(name, "vscode.diff");
  const textOf = async (address: unknown) => {
    assert.ok(address instanceof Uri);
    const provider = texts.get(address.scheme);
    assert.ok(provider !== undefined, address.scheme);
    return provider.provideTextDocumentContent(address);
  };
  return { title, left: (await textOf(left)).split("\n"), right: (await textOf(right)).split("\n") };
}

const onlyIn = (lines: readonly string[], others: readonly string[]) =>
  lines.filter(line => !others.includes(line));

test("two selected runs are shown beside each other, and differ in the lines of what differs", async t => {
  const { app, runs, window } = await made(t);
  const rows = runs.map(folder => ({ folder }));
  await compare(app, [rows[0], rows]);
  const { title, left, right } = await shown(window);
  assert.equal(title, runs.map(run => `"${basename(run)}"`).join(" ↔ "));
  assert.deepEqual(onlyIn(left, right), ['  "loss": "non-saturating", // default']);
  assert.deepEqual(onlyIn(right, left), [
    '  "loss": "hinge",',
    "// Turned by hand",
    "//   pairing.weight 0.02 → 0.05 @40",
  ]);
  const settings = right.slice(0, right.indexOf("}") + 1).join("\n").replaceAll(" // default", ""); // prettier-ignore
  const keys = Object.keys(JSON.parse(settings) as object);
  assert.deepEqual([keys[0], keys[1], keys.at(-1)], ["pairing", "data", "name"]);
});

test("a file is compared as its editor has it, with what is picked; the run comes before the file", async t => {
  const { app, files, runs, window } = await made(t);
  const [file = ""] = files;
  openDocument(file, text(77), { dirty: true });
  const asked: unknown[] = [];
  window.pick = items => {
    asked.push(...items);
    return items.at(-1);
  };
  await compare(app, [Uri.file(file)]);
  assert.deepEqual(asked.length, 3, "the other file and both runs");
  const { title, right } = await shown(window);
  assert.equal(title, `"${basename(runs[1] ?? "")}" ↔ "one.gan.json"`);
  assert.ok(right.includes('  "seed": 77,'), right.join("\n"));
});

test("two selected files; with nothing given the file in front; more than two are refused", async t => {
  const { app, files, window } = await made(t);
  const uris = files.map(file => Uri.file(file));
  await compare(app, [uris[0], uris]);
  assert.deepEqual(onlyIn((await shown(window)).right, (await shown(window)).left), [
    '  "seed": 2,',
    '  "name": "two" // default',
  ]);
  window.activeDocument = openDocument(files[1] ?? "", text(2));
  window.pick = items => items[0];
  await compare(app, []);
  assert.equal((await shown(window)).title, '"two.gan.json" ↔ "one.gan.json"');
  const count = window.executed.length;
  await compare(app, [uris[0], [...uris, ...uris]]);
  assert.match(window.messages.at(-1)?.text ?? "", /4 experiments are too many/);
  assert.equal(window.executed.length, count);
});

test("what cannot be read is told before anything opens", async t => {
  const { app, files, window } = await made(t);
  writeFileSync(files[1] ?? "", '{ "data": { "kind": "rnig" } }');
  const uris = files.map(file => Uri.file(file));
  await assert.rejects(compare(app, [uris[0], uris]), { name: "InputError", message: /rnig/ });
  assert.deepEqual(window.executed, []);
});

test("line ends that only an editor takes for such become their code", async t => {
  const { app, files, window } = await made(t);
  writeFileSync(files[0] ?? "", JSON.stringify({ data: { kind: "ring" }, name: "a\u2028b" }));
  const uris = files.map(file => Uri.file(file));
  await compare(app, [uris[0], uris]);
  assert.ok((await shown(window)).left.includes('  "name": "a\\u2028b"'));
});
