import assert from "node:assert/strict";
import { test } from "node:test";
import { notesFileOf } from "./notes-file.ts";
import { linkAddress, notesTemplate, withLines } from "./notes-text.ts";

test("notes lie beside their experiment, under its name", () => {
  assert.deepEqual(["/w/ring-8.gan.json", "/w/a.b.JSON", "/w/odd"].map(notesFileOf), [
    "/w/ring-8.notes.md",
    "/w/a.b.notes.md",
    "/w/odd.notes.md",
  ]);
});

test("new notes have the three questions, lead to the experiment and have a line for each run", () => {
  const text = notesTemplate("/w/a [b](c).gan.json", ["- one", "- two"]);
  assert.match(text, /^# Notes of a \\\[b\\\]\(c\)\.gan\.json\n/);
  assert.ok(text.includes("](a%20%5Bb%5D%28c%29.gan.json)\n"), text);
  assert.ok(text.includes("## What was tried\n\n- one\n- two\n\n## What came out\n"), text);
  assert.match(text, /## Hypothesis\n/);
});

test("a line goes to the end of what was tried, wherever a person put that, and nothing else changes", () => {
  const cases: readonly (readonly [notes: string, with_: string])[] = [
    ["# N\n\n## What was tried\n\n## Out\nx\n", "# N\n\n## What was tried\n\n- new\n\n## Out\nx\n"],
    ["## What was tried\n\n- old\n\n\n# Z\n", "## What was tried\n\n- old\n- new\n\n\n# Z\n"],
    ["### what was TRIED ##\nSome text.\n", "### what was TRIED ##\nSome text.\n\n- new\n"],
    ["## What was tried", "## What was tried\n\n- new\n"],
    ["## What was tried\r\n\r\n- old\r\n", "## What was tried\r\n\r\n- old\r\n- new\r\n"],
    ["My own notes, no headings.\n", "My own notes, no headings.\n\n- new\n"],
    ["", "- new\n"],
    ["## What was tried by others\n", "## What was tried by others\n\n- new\n"],
  ];
  for (const [notes, expected] of cases) assert.equal(withLines(notes, ["- new"]), expected);
});

test("an address has nothing in it that would end it", () => {
  assert.equal(linkAddress("../runs/a (1) #%?/run.json"), "../runs/a%20%281%29%20%23%25%3F/run.json");
});
