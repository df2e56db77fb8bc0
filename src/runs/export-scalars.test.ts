import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scalar, version, writeEventFile } from "../../test/support/event-file.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { exportScalars, scalarFormats } from "./export-scalars.ts";
import { runFiles } from "./file-names.ts";

test("scalars as CSV and as JSON lines: a line a point, by step", async t => {
  const folder = temporaryFolder(t);
  const target = join(folder, "target");
  const written = async (ending: keyof typeof scalarFormats) => {
    await exportScalars(folder, target, scalarFormats[ending]);
    return readFileSync(target, "utf8");
  };
  assert.equal(await written(".jsonl"), "");
  writeEventFile(folder, [version, scalar(0, { loss: 2 }), scalar(5, { 'a "b", c': -0.5, loss: NaN })]);
  assert.equal(await written(".csv"), 'tag,step,value\nloss,0,2\n"a ""b"", c",5,-0.5\nloss,5,NaN\n');
  assert.equal(
    await written(".jsonl"),
    '{"tag":"loss","step":0,"value":2}\n{"tag":"a \\"b\\", c","step":5,"value":-0.5}\n{"tag":"loss","step":5,"value":null}\n',
  );
});

test("where an evaluation found no value of a measure there is a line that says so", async t => {
  const folder = temporaryFolder(t);
  const target = join(folder, "target");
  const [coverage, rank] = ["quality/coverage", "collapse/effective_rank"];
  writeEventFile(folder, [
    version,
    scalar(0, { [coverage]: 0.5, [rank]: 2 }),
    scalar(10, { loss: 1 }),
    scalar(10, { [coverage]: 0.25 }),
  ]);
  const evaluations = [
    { step: 0, values: { [coverage]: 0.5, [rank]: 2 }, undefined: {} },
    { step: 10, values: { [coverage]: 0.25 }, undefined: { [rank]: "no two outputs differ" } },
    // Its points are not there.
    { step: 20, values: {}, undefined: { [rank]: "no two outputs differ" } },
  ];
  writeFileSync(
    join(folder, runFiles.evaluations),
    evaluations.map(record => `${JSON.stringify(record)}\n`).join(""),
  );
  const written = async (ending: keyof typeof scalarFormats) => {
    await exportScalars(folder, target, scalarFormats[ending]);
    return readFileSync(target, "utf8").trimEnd().split("\n");
  };
  assert.deepEqual(await written(".csv"), [
    "tag,step,value",
    `${coverage},0,0.5`,
    `${rank},0,2`,
    "loss,10,1",
    `${coverage},10,0.25`,
    `${rank},10,`,
  ]);
  assert.deepEqual(JSON.parse((await written(".jsonl")).at(-1) ?? ""), {
    tag: rank,
    step: 10,
    value: null,
    undefined: "no two outputs differ",
  });
});
