import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { newStandIn, Uri } from "../../../test/support/vscode-stand-in.ts";
import { tensorflowFolder } from "./tensorflow-folder.ts";

test("TensorFlow's native code comes from the setting's folder, else from the workspace, and from nowhere without trust", t => {
  const outside = mkdtempSync(join(tmpdir(), "pairing-lab-tensorflow-"));
  t.after(() => {
    rmSync(outside, { recursive: true });
  });
  const place = join(outside, "workspace");
  const own = join(place, "experiments");
  mkdirSync(own, { recursive: true });
  const window = newStandIn();
  window.workspaceFolders = [{ uri: Uri.file(place), name: "workspace", index: 0 }];
  assert.equal(tensorflowFolder(own), own);
  assert.equal(tensorflowFolder(outside), undefined);
  for (const [written, folder] of [
    ["/opt/tensorflow", "/opt/tensorflow"],
    ["~/tensorflow", join(homedir(), "tensorflow")],
    [" tools ", join(place, "tools")],
  ] as const) {
    window.settings.set("pairingLab.tensorflowFolder", written);
    assert.equal(tensorflowFolder(own), folder);
    assert.equal(tensorflowFolder(outside), folder);
  }
  window.userSettings.set("pairingLab.tensorflowFolder", "/opt/tensorflow");
  window.isTrusted = false;
  assert.equal(tensorflowFolder(own), undefined);
});
