import assert from "node:assert/strict";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { readCache, writeCache } from "./picture-cache.ts";

test("a file that could not be read is tried again, one that is no picture is not", async t => {
  process.env["PAIRING_LAB_CACHE"] = temporaryFolder(t);
  const form = { size: 1, channels: 1 } as const;
  const file = (name: string) => ({ name, bytes: 3, changed: 5 });
  const broken = { why: "this is no picture", passing: false };
  const found = {
    files: [file("a.png"), file("closed.png"), file("broken.png"), file("z.png")],
    pixels: Uint8Array.of(10, 0, 0, 40),
    problems: [null, { why: "permission denied", passing: true }, broken, null],
    asides: [["turned"], [], [], ["first frame"]] as const,
  };
  assert.equal(await writeCache("pictures", form, found), null);
  const kept = readCache("pictures", form);
  assert.deepEqual(kept?.files, [file("a.png"), file("broken.png"), file("z.png")]);
  assert.deepEqual([...kept.pixels], [10, 0, 40]);
  assert.deepEqual(kept.problems, [null, broken, null]);
  assert.deepEqual(kept.asides, [["turned"], [], ["first frame"]]);
});
