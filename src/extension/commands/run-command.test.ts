import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn, openDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import type { App } from "../app.ts";
import { commands, needsTrust, type CommandName } from "../contributions/commands.ts";
import { fromFocus } from "../contributions/focus.ts";
import { runCommand } from "./run-command.ts";

/** An app of which nobody may ask anything. */
const untouched = new Proxy({} as App, {
  get: (_, part) => assert.fail(`${String(part)} was asked for`),
});

const named = Object.keys(commands) as CommandName[];

test("untrusted, what needs trust is refused before it is begun, however it is called, with the way to trust", async () => {
  const refused = named.filter(needsTrust);
  assert.ok(refused.length > 20);
  for (const name of refused) {
    for (const given of [[], [Uri.file("/elsewhere/a.gan.json")], [{ folder: "/runs/a" }], [fromFocus]]) {
      const window = newStandIn();
      window.isTrusted = false;
      window.answer = ({ actions }) => actions[0];
      assert.equal(await runCommand(name, untouched, given), undefined);
      assert.deepEqual(
        window.messages.map(({ severity, actions }) => [severity, actions]),
        [["warning", ["Manage Workspace Trust"]]],
        name,
      );
      await new Promise(setImmediate);
      assert.deepEqual(window.executed, [["workbench.trust.manage"]]);
    }
  }
});

test("trusted, the same commands are begun", async () => {
  const window = newStandIn();
  const app = { log: { error: () => undefined } } as unknown as App; // what a failure asks of it
  await runCommand("pairingLab.runs.emptyBin", app, []);
  assert.deepEqual(
    window.messages.map(({ severity }) => severity),
    ["error"],
  );
});

test("what is wrong in a file is told with its reason first, and shown at its place by a press", async () => {
  const window = newStandIn();
  window.answer = () => "Open File";
  const file = "/experiments/a.gan.json";
  window.activeDocument = openDocument(
    file,
    '{ "data": { "kind": "ring" },\n"batchsize": 1, "pairing": { "weight": -1 } }',
  );
  const app = {
    log: { error: () => undefined },
    folders: { for: () => "/runs" },
  } as unknown as App; // what a failure asks of it
  await runCommand("pairingLab.experiment.train", app, []);
  await new Promise(setImmediate);
  const [message] = window.messages;
  assert.match(message?.text ?? "", /^batchsize: unknown key; .*\("a\.gan\.json", line 2; 1 more\)$/);
  assert.deepEqual(message?.actions, ["Open File"]);
});
