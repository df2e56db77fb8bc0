import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { finishedSweep } from "../../../test/support/sweep-run.ts";
import { newStandIn, openDocument, openFolders } from "../../../test/support/vscode-stand-in.ts";
import { readSweepRecord, writeSweepRecord } from "../../sweeps/sweep-record.ts";
import { addValues } from "./add-values.ts";

const wanted = { key: "pairing.weight", values: [0.38, 0.56] };

async function sweptWorkspace(t: TestContext) {
  const window = newStandIn();
  window.isTrusted = true;
  const root = temporaryFolder(t);
  openFolders(root);
  return { window, root, ...(await finishedSweep(root)) };
}

test("values come into what the editor holds, unsaved, selected, and offered to be trained", async t => {
  const { window, file, folder } = await sweptWorkspace(t);
  const saved = readFileSync(file, "utf8");
  const typed = saved.replace("all with all", "all with all, typed a moment ago");
  const document = openDocument(file, typed, { dirty: true });
  assert.equal(await addValues(folder, wanted), true);
  assert.equal(document.text, typed.replace("[0.02,0.2]", "[0.02,0.2,0.38,0.56]"));
  assert.deepEqual([document.isDirty, readFileSync(file, "utf8")], [true, saved]);
  const selected = window.shownEditor?.selections.map(({ start, end }) =>
    document.text.slice(document.offsetAt(start), document.offsetAt(end)),
  );
  assert.deepEqual(selected, ["0.38", "0.56"]);
  const [told] = window.messages;
  assert.match(
    told?.text ?? "",
    /^Added 0\.38 and 0\.56 to pairing\.weight in "weights\.sweep\.json": 12 more runs\./,
  );
  assert.deepEqual(told?.actions, ["Run Sweep"]);
});

test("of a sweep that recorded no file, or one that is gone, the person picks it and hears why", async t => {
  const { window, file, folder } = await sweptWorkspace(t);
  const record = readSweepRecord(folder);
  assert.ok(record !== null);
  const asked: unknown[] = [];
  window.find = () => [file];
  window.pick = (_, options) => {
    asked.push((options as { readonly placeHolder: string }).placeHolder);
    return undefined;
  };
  writeSweepRecord(folder, { ...record, sweepFile: undefined });
  assert.equal(await addValues(folder, wanted), false);
  writeSweepRecord(folder, { ...record, sweepFile: "../../gone.sweep.json" });
  assert.equal(await addValues(folder, wanted), false);
  const [old, gone] = asked.map(String);
  assert.equal(old, "An earlier version trained this sweep and did not record its file. Which one is it?");
  assert.match(
    gone ?? "",
    /gone\.sweep\.json", of which this sweep was trained, is gone\. Which file is it now\?$/,
  );
  window.pick = items => items[0];
  const document = openDocument(file, readFileSync(file, "utf8"));
  assert.equal(await addValues(folder, wanted), true);
  assert.match(document.text, /0\.38,0\.56/);
  rmSync(file);
  window.find = () => [];
  await assert.rejects(
    addValues(folder, wanted),
    /there is no file weights\.sweep\.json in this workspace to add them to/,
  );
});

test("a file that is another sweep by now is refused, and stays as it is", async t => {
  const { window, root, file, folder } = await sweptWorkspace(t);
  writeFileSync(join(root, "small.gan.json"), `{ "data": { "kind": "ring" }, "steps": 200 }`);
  const document = openDocument(file, readFileSync(file, "utf8"));
  await assert.rejects(
    addValues(folder, wanted),
    /not the sweep that was run any more, so nothing was added/,
  );
  assert.deepEqual([document.isDirty, document.text], [false, readFileSync(file, "utf8")]);
  assert.deepEqual(window.messages, []);
});
