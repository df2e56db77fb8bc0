import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn, Uri } from "../../../test/support/vscode-stand-in.ts";
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
