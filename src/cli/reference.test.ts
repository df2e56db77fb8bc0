import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { terminalReference } from "./reference.ts";
import { verbs } from "./verbs/index.ts";

test("docs/terminal.md is what the table of verbs says (node scripts/reference.mjs writes it)", () => {
  assert.equal(readFileSync("docs/terminal.md", "utf8"), terminalReference(verbs));
});
