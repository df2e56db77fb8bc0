// Values that a report would try next, written into the sweep's file by the terminal.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listRuns } from "../../src/runs/list.ts";
import { smallExperimentText, temporaryFolder } from "../support/run-folder.ts";
import { finish, finishedSweep, newSweepRun } from "../support/sweep-run.ts";
import { pairingLab, paste } from "./terminal-command.ts";

test("a report prints the command that goes on beyond the edge; what is finished is not trained again", async t => {
  const root = temporaryFolder(t);
  const { file, folder } = await finishedSweep(root);
  // Of what is missing afterwards most is there already, so that the test trains two runs and not twelve.
  for (const weight of [0.38, 0.56])
    for (const seed of [1, 2, 3, 4, 5]) await finish(await newSweepRun(folder, "weights", weight, seed), 0.3);
  const done = (await listRuns(folder)).map(run => run.folder);
  const before = done.map(run => statSync(join(run, "status.json")).mtimeMs);
  const written = readFileSync(file, "utf8");

  const other = await pairingLab(
    root,
    "report",
    "runs/weights",
    "--out",
    "a.md",
    "--by",
    "quality/precision",
  );
  assert.match(other.err, /--by quality\/precision: no measure of this report .*; those: quality\/coverage/);
  const report = await pairingLab(root, "report", "runs/weights", "--out", "a.md");
  assert.match(report.out, /^The best coverage, .* is at the edge of the grid/m);
  const command = /^To do so: (.*)$/m.exec(report.out)?.[1] ?? "";
  assert.equal(command, "pairing-lab sweep weights.sweep.json --runs runs/weights --next");

  writeFileSync(join(root, "small.gan.json"), smallExperimentText.replace("100", "200"));
  const refused = await paste(root, command);
  assert.equal(refused.code, 2);
  assert.match(
    refused.err,
    /not the sweep that was run any more, so nothing was added.*steps was 100 and is 200/,
  );
  writeFileSync(join(root, "small.gan.json"), smallExperimentText);
  assert.equal(readFileSync(file, "utf8"), written);

  const ended = await paste(root, command);
  assert.equal(ended.code, 0, ended.err);
  assert.equal(readFileSync(file, "utf8"), written.replace("[0.02,0.2]", "[0.02,0.2,0.38,0.56]"));
  assert.match(
    ended.err,
    /^Added 0\.38 and 0\.56 to the values of pairing\.weight in weights\.sweep\.json\.$/m,
  );
  assert.match(ended.err, /24 of 24 runs done\.\n$/);
  assert.deepEqual(
    done.map(run => statSync(join(run, "status.json")).mtimeMs),
    before,
  );
  assert.equal((await listRuns(folder)).length, 24);
});
