import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { runFiles } from "./file-names.ts";
import { LineTail } from "./line-tail.ts";

test("a log that grows is read in whole lines, however it is cut, each once", t => {
  const text = "one\ntwo, ü and 汉\n\nthree\n";
  const bytes = Buffer.from(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const folder = temporaryFolder(t);
    const tail = new LineTail(folder);
    assert.deepEqual(tail.read(), []);
    const path = join(folder, runFiles.log);
    writeFileSync(path, bytes.subarray(0, cut));
    const first = tail.read();
    appendFileSync(path, bytes.subarray(cut));
    assert.deepEqual([...first, ...tail.read()], ["one", "two, ü and 汉", "three"], `cut at ${cut}`);
    assert.deepEqual(tail.read(), []);
  }
});

test("of a long log the end is read, from the beginning of a line on", t => {
  const folder = temporaryFolder(t);
  const lines = Array.from({ length: 40_000 }, (_, i) => `line ${i}`);
  writeFileSync(join(folder, runFiles.log), `${lines.join("\n")}\n`);
  const read = new LineTail(folder).read();
  assert.ok(read.length > 1000 && read.length < lines.length);
  assert.deepEqual(read, lines.slice(-read.length));
});

test("a log that was made anew is read from its beginning", t => {
  const folder = temporaryFolder(t);
  const path = join(folder, runFiles.log);
  writeFileSync(path, "a long first line\n");
  const tail = new LineTail(folder);
  tail.read();
  writeFileSync(path, "new\n");
  assert.deepEqual(tail.read(), ["new"]);
});
