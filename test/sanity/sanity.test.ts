// What measures say of generators that are right, or wrong in one known way: docs/science.md has the table, made anew here.
// `UPDATE_GOLDEN=1 npm test sanity` writes it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { sanityTable } from "./sanity.ts";

const PAGE = "docs/science.md";

test("the sanity checks of docs/science.md are what the measures say", () => {
  const page = readFileSync(PAGE, "utf8");
  const table = sanityTable();
  const [shown = ""] = /^\| measure \| asked of \|.*\n(?:\|.*\n)+/m.exec(page) ?? [];
  assert.notEqual(shown, "", "the page has no table of sanity checks");
  if (process.env["UPDATE_GOLDEN"] === "1")
    writeFileSync(
      PAGE,
      page.replace(shown, () => `${table}\n`),
    );
  else assert.equal(shown, `${table}\n`);
});

test("each question is answered by some measure, whatever the generator", () => {
  for (const question of ["fidelity", "modes", "inside"]) {
    const rows = sanityTable()
      .split("\n")
      .filter(row => row.split(" | ")[1] === question);
    assert.ok(rows.length > 1, question);
    assert.ok(
      rows.some(row => !row.includes("✗")),
      `${question}: every measure is misled somewhere`,
    );
  }
});
