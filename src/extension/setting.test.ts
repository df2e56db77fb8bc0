import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn } from "../../test/support/vscode-stand-in.ts";
import { setting } from "./setting.ts";

test("a workspace's settings count once it is trusted; the user's own always", () => {
  const window = newStandIn();
  window.settings.set("pairingLab.runsFolder", "/elsewhere");
  window.userSettings.set("pairingLab.concurrentRuns", 7);
  assert.equal(setting("runsFolder"), "/elsewhere");
  window.isTrusted = false;
  assert.equal(setting("runsFolder"), "runs");
  assert.equal(setting("concurrentRuns"), 7);
});
