import assert from "node:assert/strict";
import { test } from "node:test";
import type * as vscode from "vscode";
import { newStandIn, openDocument, Position, Range } from "../../../test/support/vscode-stand-in.ts";
import { quickFixes } from "./quick-fixes.ts";

interface Offered {
  readonly title: string;
  readonly isPreferred: boolean;
  readonly edit: {
    readonly edits: readonly (readonly [what: string, uri: unknown, range: Range, text: string])[];
  };
}

/** What is offered at a place of a text: titles, which is preferred, and what each puts where. */
function offeredAt(text: string, line: number, character: number, path = "/experiments/a.gan.json") {
  newStandIn();
  const document = openDocument(path, text) as unknown as vscode.TextDocument; // what a provider asks of it
  const at = new Position(line, character);
  const context = { diagnostics: [] } as unknown as vscode.CodeActionContext;
  const offered = quickFixes.provideCodeActions(
    document,
    new Range(at, at) as unknown as vscode.Range,
    context,
    token,
  );
  return (offered as unknown as readonly Offered[]).map(({ title, isPreferred, edit }) => ({
    title,
    isPreferred,
    edits: edit.edits.map(([, , { start, end }, put]) => [start.line, start.character, end.character, put]),
  }));
}

const token = {} as vscode.CancellationToken; // nothing here takes long

const text = '{ "data": { "kind": "ring" },\n"batchsize": 9,\n"pairing": { "weight": -1 } }';

test("an editor offers what a message suggests at its place, and there alone", () => {
  assert.deepEqual(offeredAt(text, 1, 4), [
    { title: 'Rename "batchsize" to "batch"', isPreferred: true, edits: [[1, 0, 11, '"batch"']] },
  ]);
  assert.deepEqual(offeredAt(text, 2, 23), [
    { title: "Set pairing.weight to 0", isPreferred: true, edits: [[2, 23, 25, "0"]] },
  ]);
  assert.deepEqual(offeredAt(text, 0, 1), []);
});

test("what is only taken away is offered and not preferred; text that is no JSON is the editor's own to mend", () => {
  const [remove] = offeredAt(text.replace("batchsize", "zork"), 1, 4);
  assert.equal(remove?.title, 'Remove "zork"');
  assert.equal(remove.isPreferred, false);
  assert.deepEqual(offeredAt('{ "batchsize": 9', 0, 4), []);
});

test("a sweep's own keys are mended in the sweep, and nothing of its experiment's", () => {
  const [rename] = offeredAt(
    '{ "experimnt": "none.gan.json", "seeds": [1] }',
    0,
    4,
    "/experiments/a.sweep.json",
  );
  assert.equal(rename?.title, 'Rename "experimnt" to "experiment"');
});
