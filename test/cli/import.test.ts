import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pictureAt, scalar, version, writeEventFile } from "../support/event-file.ts";
import { pairingLab, workFolder } from "./terminal-command.ts";

const folder = workFolder();
writeEventFile(join(folder, "log"), [
  version,
  scalar(0, { loss: 2 }),
  scalar(5, { loss: 0.5 }),
  pictureAt(5),
]);
const file = writeEventFile(join(folder, "log", "version_0", "val"), [version, scalar(1, { loss: NaN })]);
writeFileSync(file, "torn", { flag: "a" });

test("a log folder is listed as JSON: a run a folder, with what was skipped", async () => {
  const { code, out, err } = await pairingLab(folder, "import", "log", "--json");
  assert.equal(err, "");
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), {
    runs: {
      ".": {
        scalars: { loss: { count: 2, first: { step: 0, value: 2 }, last: { step: 5, value: 0.5 } } },
        images: { samples: { count: 1, steps: [5] } },
        skipped: 0,
      },
      "version_0/val": {
        scalars: { loss: { count: 1, first: { step: 1, value: null }, last: { step: 1, value: null } } },
        images: {},
        skipped: 1,
      },
    },
  });
});

test("and as a table for people", async () => {
  const { code, out } = await pairingLab(folder, "import", "log");
  assert.equal(code, 0);
  assert.match(out, /^\.\nTag +Count +First step +value +Last step +value\nloss +2 +0 +2\.000 +5 +0\.500\n/);
  assert.match(out, /version_0\/val\n[^]*NaN[^]*1 damaged record skipped/);
});

test("what is no log folder is wrong input", async () => {
  writeFileSync(join(folder, "a-file"), "");
  for (const [name, why] of [
    ["nowhere", /there is no such folder/],
    ["a-file", /this is no folder/],
    ["log/version_0/val/none", /there is no such folder/],
  ] as const) {
    const { code, out, err } = await pairingLab(folder, "import", name);
    assert.equal(code, 2, name);
    assert.equal(out, "");
    assert.match(err, why);
    assert.equal(err.trimEnd().split("\n").length, 1);
  }
  const empty = workFolder();
  assert.match((await pairingLab(empty, "import", ".")).err, /there are no event files/);
  assert.equal((await pairingLab(empty, "import", ".")).code, 2);
  assert.equal((await pairingLab(empty, "import")).code, 2);
});
