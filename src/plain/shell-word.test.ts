import assert from "node:assert/strict";
import { test } from "node:test";
import { shellWord } from "./shell-word.ts";

test("words that a shell would take apart stand in quotes", () => {
  assert.equal(shellWord("pairing.weight=0.02"), "pairing.weight=0.02");
  assert.equal(shellWord("name=it's $(me)"), String.raw`'name=it'\''s $(me)'`);
  assert.equal(shellWord(""), "''");
});
