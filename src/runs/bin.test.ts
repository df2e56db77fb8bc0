import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { bringBack, emptyBin, listBin, moveToBin } from "./bin.ts";
import { RunReadError, RunWriteError } from "./errors.ts";
import { listRuns } from "./list.ts";

function runsWith(...names: readonly string[]): string {
  const runs = mkdtempSync(join(tmpdir(), "bin-"));
  for (const name of names) {
    mkdirSync(join(runs, name));
    writeFileSync(join(runs, name, "run.json"), name);
  }
  return runs;
}

test("a run in the bin is in no list, and comes back as it was", async () => {
  const runs = runsWith("a", "b");
  const binned = moveToBin(join(runs, "a"));
  assert.deepEqual(
    (await listRuns(runs)).map(({ folder }) => basename(folder)),
    ["b"],
  );
  assert.deepEqual(
    listBin(runs).map(({ folder }) => folder),
    [binned],
  );
  assert.equal(bringBack(binned), join(runs, "a"));
  assert.equal(readFileSync(join(runs, "a", "run.json"), "utf8"), "a");
  assert.deepEqual(listBin(runs), []);
});

test("two runs of one name lie in the bin beside each other, and none overwrites another when it comes back", () => {
  const runs = runsWith("a");
  const first = moveToBin(join(runs, "a"));
  mkdirSync(join(runs, "a"));
  const second = moveToBin(join(runs, "a"));
  assert.notEqual(first, second);
  assert.equal(listBin(runs).length, 2);
  bringBack(first);
  mkdirSync(join(runs, basename(second)), { recursive: true });
  assert.throws(() => bringBack(second), RunReadError);
  assert.ok(existsSync(second));
});

test("the bin is emptied for good; without a bin there is nothing to do", () => {
  const runs = runsWith("a");
  emptyBin(runs);
  moveToBin(join(runs, "a"));
  emptyBin(runs);
  assert.deepEqual(listBin(runs), []);
});

test("a run that is gone is refused with the reason", () => {
  assert.throws(() => moveToBin(join(runsWith(), "gone")), RunWriteError);
});
