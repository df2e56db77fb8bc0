import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { dataKinds, knobs, losses, pairingKinds } from "./catalog.ts";
import { experimentReference } from "./reference.ts";

const text = experimentReference();

test("docs/experiment.md is what the schema says (node scripts/reference.mjs writes it)", () => {
  assert.equal(readFileSync("docs/experiment.md", "utf8"), text);
});

test("the reference has every kind of data, loss, pairing and every knob of the catalog", () => {
  for (const kind of Object.keys(dataKinds)) assert.ok(text.includes(`\`data\`, kind \`${kind}\``), kind);
  for (const kind of Object.keys(pairingKinds))
    assert.ok(text.includes(`\`pairing\`, kind \`${kind}\``), kind);
  for (const loss of Object.keys(losses)) assert.ok(text.includes(`\`${loss}\``), loss);
  for (const key of Object.keys(knobs)) {
    const last = key.split(".").at(-1) ?? key;
    assert.match(text, new RegExp(`^\\| \`(\\S+\\.)?${last}\` \\|`, "m"), key);
  }
});

test("every row of the reference says what its key is", () => {
  const rows = text.split("\n").filter(line => line.startsWith("| `"));
  assert.ok(rows.length > 100, `${rows.length} rows`);
  for (const row of rows) assert.doesNotMatch(row, /^\| \S+ \| {2}\|/);
});
