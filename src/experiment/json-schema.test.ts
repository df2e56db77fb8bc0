import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { experimentJsonSchema, schemaText } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

const golden = "schemas/gan.schema.json";

test("the schema that the editor uses is the one that validates", () => {
  if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(golden, schemaText());
  assert.ok(existsSync(golden), `${golden} is missing: run node scripts/schemas.mjs`);
  assert.equal(readFileSync(golden, "utf8"), schemaText(), "run node scripts/schemas.mjs");
});

/** Every schema inside a schema, with its path. */
function* inside(schema: JsonSchema, path: string): Generator<[string, JsonSchema]> {
  yield [path, schema];
  for (const [key, child] of Object.entries(schema.properties ?? {})) yield* inside(child, `${path}.${key}`);
  for (const child of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) yield* inside(child, path);
  if (schema.items !== undefined) yield* inside(schema.items, `${path}[]`);
}

test("every number has a lowest value and every text and list a largest size, except what the contract leaves open", () => {
  for (const [path, schema] of inside(experimentJsonSchema(), "")) {
    if (schema.enum !== undefined || schema.const !== undefined || path === ".$schema") continue;
    if (schema.type === "number" || schema.type === "integer") {
      assert.ok(schema.minimum !== undefined || path === ".schedule[].to", path);
      const open = /\.(weight|discriminatorWeight|gamma|learningRate|pace|to)$/;
      assert.ok((schema.maximum ?? schema.exclusiveMaximum) !== undefined || open.test(path), path);
    }
    if (schema.type === "string") assert.ok(schema.maxLength !== undefined, path);
    if (schema.type === "array") assert.ok(schema.maxItems !== undefined, path);
    // What a module's options mean is the module's to say.
    if (schema.type === "object" && !path.endsWith(".options"))
      assert.equal(schema.additionalProperties, false, path);
  }
});

test("every key is explained to the editor", () => {
  for (const [path, schema] of inside(experimentJsonSchema(), "")) {
    if (path.endsWith("[]") || path.endsWith(".kind") || path === "") continue;
    assert.ok(schema.title !== undefined || schema.oneOf !== undefined, `${path} has no title`);
    assert.ok(schema.markdownDescription !== undefined || path === ".$schema", `${path} has no description`);
  }
});
