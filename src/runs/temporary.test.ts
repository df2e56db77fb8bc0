import assert from "node:assert/strict";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { openRunForWriting } from "./run-writer.ts";
import { sweepTemporary, temporaryName } from "./temporary.ts";

const ofAnother = (name: string, pid: number) => name.replace(/\.\d+-\d*-/, `.${pid}--`);
const dead = 2 ** 22 + 1;

test("what the dead left is removed, what the living, or others of late, work on stays", t => {
  const folder = temporaryFolder(t);
  const own = basename(temporaryName(join(folder, "notes.json")));
  const late = [
    ".new-x",
    ".replay-x",
    ".status.json.7.tmp",
    own.replace(/-[0-9a-f]{8}\.tmp$/, "-00000000.tmp"),
  ];
  const stay = [own, ".bin", "run", ...late];
  for (const name of stay) writeFileSync(join(folder, name), "");
  mkdirSync(join(folder, ofAnother(own, dead), "deep"), { recursive: true });
  sweepTemporary(folder);
  assert.deepEqual(readdirSync(folder).sort(), stay.sort());
  for (const name of late) utimesSync(join(folder, name), 0, 0);
  sweepTemporary(folder);
  assert.deepEqual(readdirSync(folder).sort(), [own, ".bin", "run"].sort());
});

test("whoever opens or makes a run sweeps its folders", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder);
  const places = [runsFolder, ...["", "samples", "checkpoints"].map(part => join(folder, part))];
  for (const place of places) writeFileSync(join(place, ofAnother(basename(temporaryName("x")), dead)), "");
  await newRun(runsFolder);
  (await openRunForWriting(folder)).close();
  for (const place of places)
    assert.deepEqual(
      readdirSync(place).filter(name => name.endsWith(".tmp")),
      [],
    );
});
