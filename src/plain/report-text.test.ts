import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileTexts } from "../../test/support/hostile-text.ts";
import { csvField } from "./csv-field.ts";
import { markdownCode, markdownText } from "./markdown-text.ts";

test("numbers and names stay as they are in CSV", () => {
  for (const text of [
    "-0.5",
    "+3",
    "-1e-7",
    "1e+21",
    ".5",
    "-Infinity",
    "pairing.weight",
    "loss/generator",
    "",
  ])
    assert.equal(csvField(text), text);
  assert.equal(csvField('a,"b"'), '"a,""b"""');
});

test("no field of CSV is a formula, and none breaks its row", () => {
  for (const text of [
    ...hostileTexts(5, 300),
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "-",
  ]) {
    const field = csvField(text);
    assert.doesNotMatch(field, /^"?[=+@\t\r-]/);
    if (/[",\r\n]/.test(field)) assert.match(field, /^"(?:[^"]|"")*"$/);
  }
});

test("text of others is text in Markdown, on one line", () => {
  for (const text of hostileTexts(6, 300)) {
    assert.doesNotMatch(markdownText(text), /(?<!\\)(?:\\\\)*[`*_[\]<>&]|\n/);
    assert.match(markdownCode(text), /^`[^`\n]*`$/);
  }
});
