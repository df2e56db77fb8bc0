import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as z from "zod";
import { refuseFiles } from "../../test/support/refusing-files.ts";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { AppendLog } from "./append-log.ts";
import { readRecords } from "./ndjson-file.ts";

const schema = z.looseObject({ n: z.number() });

test("wherever a crash tears the last line, the lines before it and those appended later are read", t => {
  const path = join(temporaryFolder(t), "log.ndjson");
  const whole = ['{"n":1,"text":"é"}', '{"n":2}', '{"n":3,"text":"a\\nb"}', ""].join("\n");
  const bytes = Buffer.from(whole);
  for (let length = 0; length <= bytes.length; length++) {
    writeFileSync(path, bytes.subarray(0, length));
    const before = readRecords(path, schema).map(record => record.n);
    const log = AppendLog.lines(path, { shared: false });
    log.appendJson({ n: 9 });
    log.appendJson({ n: 10 });
    log.close();
    const after = readRecords(path, schema).map(record => record.n);
    // A line that only lacks its newline is whole, and the fence completes it.
    const completed = after.slice(0, -2);
    assert.deepEqual(after.slice(-2), [9, 10]);
    assert.deepEqual(completed.slice(0, before.length), before);
    assert.ok(completed.length <= before.length + 1);
    assert.deepEqual(completed, [1, 2, 3].slice(0, completed.length));
  }
});

test("records keep fields that nobody knows, and those of another kind are skipped", t => {
  const path = join(temporaryFolder(t), "log.ndjson");
  writeFileSync(path, '{"n":1,"later":[true]}\n{"m":2}\n[]\nnull\n\n{"n":3}\n');
  assert.deepEqual(readRecords(path, schema), [{ n: 1, later: [true] }, { n: 3 }]);
  assert.deepEqual(readRecords(`${path}.missing`, schema), []);
});

test("appends of two processes' logs never mix", t => {
  const path = join(temporaryFolder(t), "log.ndjson");
  const logs = [0, 1].map(() => AppendLog.lines(path, { shared: true }));
  for (let n = 0; n < 200; n++) logs[n % 2]?.appendJson({ n, pad: "x".repeat(n * 10) });
  for (const log of logs) log.close();
  assert.deepEqual(
    readRecords(path, schema).map(record => record.n),
    Array.from({ length: 200 }, (_, n) => n),
  );
  assert.ok(readFileSync(path, "utf8").endsWith("\n"));
});

test("a file whose closing is refused has been let go of all the same: what follows is in the one that took its place", t => {
  const path = join(temporaryFolder(t), "log.ndjson");
  const log = AppendLog.lines(path, { shared: false });
  log.appendJson({ n: 1 });
  writeFileSync(`${path}.other`, '{"n":2,"other":true}\n');
  renameSync(`${path}.other`, path);
  let refusals = 1;
  const restore = refuseFiles(t, call => (call === "closeSync" && refusals-- > 0 ? "EIO" : null));
  assert.equal(log.look(), "replaced");
  restore();
  log.appendJson({ n: 3 });
  log.close();
  assert.deepEqual(
    readRecords(path, schema).map(record => record.n),
    [2, 3],
  );
});
