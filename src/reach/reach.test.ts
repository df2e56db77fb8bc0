import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { inReach, isInReach, OutOfReachError, readOnlyIn } from "./reach.ts";

test("what may be read lies in the given folders by its real path, whatever leads there", t => {
  const root = temporaryFolder(t);
  const [own, other] = [join(root, "own"), join(root, "own-other")];
  for (const folder of [own, other]) mkdirSync(folder);
  for (const folder of [own, other]) writeFileSync(join(folder, "a.json"), "{}");
  symlinkSync(join(other, "a.json"), join(own, "link.json"));
  symlinkSync(other, join(own, "folder"));
  symlinkSync(own, join(root, "way"));
  t.after(() => {
    readOnlyIn(null);
  });
  assert.ok(isInReach(join(other, "a.json")));
  readOnlyIn([join(root, "way")]);
  for (const path of ["", "a.json", "not/there.json", "../way/a.json", "../own/a.json"])
    assert.equal(inReach(join(own, path)), join(own, path));
  for (const path of [
    "link.json",
    "folder",
    "folder/a.json",
    "folder/not-there",
    "..",
    "../own-other/a.json",
  ])
    assert.throws(() => inReach(join(own, path)), OutOfReachError, path);
});
