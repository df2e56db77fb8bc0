import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scalar, version, writeEventFile } from "../../test/support/event-file.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { exportScalars, scalarFormats } from "./export-scalars.ts";

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
