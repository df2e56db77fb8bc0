import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { smallExperiment, temporaryFolder } from "../../test/support/run-folder.ts";
import { fileOfRun } from "../runs/own-file.ts";
import { readRunInfo } from "../runs/run-info.ts";
import { checkExperiment, prepareRun } from "./prepare-run.ts";
import { versions } from "./versions.ts";

test("a run is prepared with everything that made it; one that does not fit into memory is refused with the figure", async t => {
  const runsFolder = temporaryFolder(t);
  const experiment = smallExperiment();
  const folder = await prepareRun({ experiment, runsFolder, file: join(process.cwd(), "package.json") });
  const info = readRunInfo(folder);
  assert.deepEqual(info.versions, versions());
  assert.match(info.versions.pairingLab, /^\d+\.\d+\.\d+/);
  assert.match(info.versions.onnxruntime, /^\d+\.\d+\.\d+/);
  assert.ok(info.commit === null || /^[0-9a-f]{40}$/.test(info.commit));
  assert.equal(fileOfRun(folder, info), join(process.cwd(), "package.json"));
  await assert.rejects(checkExperiment(experiment, "small.gan.json", 1e6), {
    name: "InputError",
    message: /small\.gan\.json: this needs about \d+\.\d GB of memory and this machine has 0\.0 GB/,
  });
});
