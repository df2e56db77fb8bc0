import assert from "node:assert/strict";
import { test } from "node:test";
import { fitsFilter, shortened, shortTag, tagGroups, UNGROUPED } from "./tag-groups.ts";

test("tags stand by what is before their first slash, those without one last", () => {
  assert.deepEqual(tagGroups(["loss/b", "lr", "acc/x/y", "loss/a", "loss/b"]), [
    { name: "acc", tags: ["acc/x/y"] },
    { name: "loss", tags: ["loss/a", "loss/b"] },
    { name: UNGROUPED, tags: ["lr"] },
  ]);
  assert.deepEqual(["acc/x/y", "lr"].map(shortTag), ["x/y", "lr"]);
});

test("a filter's words must all be there, in any case", () => {
  assert.ok(fitsFilter("Loss/Generator", "gen LOSS"));
  assert.ok(fitsFilter("anything", "  "));
  assert.ok(!fitsFilter("Loss/Generator", "loss recall"));
});

test("a long name keeps its ends", () => {
  assert.equal(shortened("version_0", 9), "version_0");
  assert.equal(shortened("validation_12", 8), "vali…_12");
  assert.equal(shortened("abcdef", 1), "…");
});
