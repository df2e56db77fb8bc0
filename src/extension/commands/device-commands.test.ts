import assert from "node:assert/strict";
import { test } from "node:test";
import { markdownTable } from "./device-commands.ts";

test("a table stands in columns, and text of others neither ends a cell nor is markup", () => {
  const table = markdownTable(
    ["Device", "What it is"],
    [
      ["cpu", "A | B\n*C*"],
      ["tfjs-node", ""],
    ],
  );
  const lines = table.trimEnd().split("\n");
  assert.equal(lines.length, 4);
  assert.equal(new Set(lines.map(({ length }) => length)).size, 1);
  assert.match(lines[2] ?? "", /^\| cpu {7}\| A \\\| B.*\\\*C\\\* +\|$/);
});
