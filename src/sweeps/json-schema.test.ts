import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { axisKeys, sweepSchemaText } from "./json-schema.ts";

const golden = "schemas/sweep.schema.json";

test("schemas/sweep.schema.json is the schema that validates", () => {
  assert.ok(existsSync(golden), `${golden} is missing: run node scripts/schemas.mjs`);
  assert.equal(readFileSync(golden, "utf8"), sweepSchemaText(), "run node scripts/schemas.mjs");
});

test("every key of an experiment is offered as an axis and explained, seeds excepted", () => {
  const keys = axisKeys();
  for (const key of [
    "pairing.weight",
    "pairing.kind",
    "penalties.r1.gamma",
    "data.modes",
    "batch",
    "generator.hidden",
  ])
    assert.ok(keys.get(key)?.title !== undefined || key.endsWith(".kind"), key);
  assert.ok(!keys.has("seed") && !keys.has("name") && !keys.has("pairing"));
});
