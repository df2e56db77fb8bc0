import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { before, test } from "node:test";
import type { Differences } from "../../src/differences/differ.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { lastLine, pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();
const file = writeSmallExperiment(folder);
let run = "";

before(async () => {
  const ended = await pairingLab(folder, "train", file);
  assert.equal(ended.code, 0, ended.err);
  run = lastLine(ended);
});

const shownRows = (out: string) => out.split("\n").map(line => line.split(/ {2,}/));

test("a file and the run of it are the same until one of them changes", async () => {
  const same = await pairingLab(folder, "diff", file, basename(run));
  assert.deepEqual([same.code, same.out], [0, "Nothing that is known of both differs.\n"], same.err);
  const changed = writeSmallExperiment(folder, { name: "changed", loss: "hinge" });
  const { code, out, err } = await pairingLab(folder, "diff", basename(run), changed);
  assert.equal(code, 0, err);
  assert.deepEqual(shownRows(out), [
    ["Setting", basename(run), "changed.gan.json"],
    ["loss", "non-saturating (default)", "hinge"],
    ["name", "small (default)", "changed (default)"],
    [""],
  ]);
});

test("a knob that was turned in a run is there beside the settings, in the document of --json too", async () => {
  const writer = await openRunForWriting(run);
  const turned = { key: "pairing.weight", from: 0.01, to: 0.05, by: "me" };
  writer.journal({ step: 40, kind: "intervention", do: "set", ...turned });
  writer.close();
  const { out } = await pairingLab(folder, "diff", join(run, "run.json"), file);
  assert.deepEqual(shownRows(out), [
    ["Turned by hand", basename(run), file],
    ["pairing.weight", "0.01 → 0.05 @40", "not turned"],
    [""],
  ]);
  const said = JSON.parse((await pairingLab(folder, "diff", run, file, "--json")).out) as Differences;
  assert.deepEqual([said.isSame, said.settings, said.before.kind, said.after.path], [false, [], "run", file]);
  assert.deepEqual(said.turned[0]?.before, [{ ...turned, step: 40, of: null }]);
});
