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

test("what other programs call things reaches the terminal as text; what is no number is listed, steps as they are", async () => {
  const odd = join(folder, "odd\u001b[31m");
  const tags = ["loss\u001b[2J", "two\nlines", "", "x".repeat(5000), "損失"];
  writeEventFile(odd, [
    version,
    ...tags.map(tag => scalar(-3, { [tag]: 1 })),
    ...[0, 0, 0].map(step => scalar(step, { never: step })),
    { kind: "tagged", wallTime: 1, step: 4, tag: "weights", plugin: "histograms" },
    { kind: "tagged", wallTime: 1, step: 4, tag: "note", plugin: "text" },
    { kind: "tagged", wallTime: 1, step: 4, tag: "odd", plugin: "\u001b[1mmine" },
  ]);
  const { code, out } = await pairingLab(folder, "import", "odd\u001b[31m");
  assert.equal(code, 0);
  assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  assert.ok(out.split("\n").every(line => line.length < 200));
  assert.match(out, /never +3 +0 /);
  assert.match(out, /損失 +1 +-3 /);
  assert.match(out, /weights +1 +4 +4 +histogram\n/);
  assert.match(out, /note +1 +4 +4 +text\n/);
  const { err } = await pairingLab(folder, "import", "none\u001b[1m");
  assert.equal(err, "pairing-lab import: none\\u001b[1m: there is no such folder\n");
  const { runs } = JSON.parse((await pairingLab(folder, "import", "odd\u001b[31m", "--json")).out) as {
    runs: Record<string, { others: unknown }>;
  };
  assert.deepEqual(runs["."]?.others, {
    note: { plugin: "text", count: 1, steps: [4] },
    odd: { plugin: "\u001b[1mmine", count: 1, steps: [4] },
    weights: { plugin: "histograms", count: 1, steps: [4] },
  });
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
