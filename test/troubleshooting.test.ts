// docs/troubleshooting.md has every text of an error, and what to do about it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";

const page = readFileSync("docs/troubleshooting.md", "utf8");

test("docs/troubleshooting.md is what the sources say (node scripts/reference.mjs writes it)", async () => {
  const script = pathToFileURL(join(process.cwd(), "scripts/reference/troubleshooting.mjs")).href;
  const { troubleshooting } = (await import(script)) as { troubleshooting: () => string };
  assert.equal(page, troubleshooting());
});

test("texts that people met are on it", () => {
  for (const met of [
    "no such file; expected an ONNX …",
    "… gave no answer within … s",
    "this run is already at step …; ask for more with --steps",
    "… has no checkpoint of step …: ….",
    "--… must be a whole number from … to …, not …",
  ])
    assert.ok(page.includes(`- \`${met}\``), met);
});
