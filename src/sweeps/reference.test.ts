import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sweepReference } from "./reference.ts";

test("docs/sweep.md is what the schema says (node scripts/reference.mjs writes it)", () => {
  assert.equal(readFileSync("docs/sweep.md", "utf8"), sweepReference());
});
