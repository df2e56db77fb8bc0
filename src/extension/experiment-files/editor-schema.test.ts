import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sweepJsonSchema } from "../../sweeps/json-schema.ts";
import { editorSchema, editorSchemaText, sweepEditorSchemaText } from "./editor-schema.ts";

test("the editor's schemas are what node scripts/schemas.mjs writes", () => {
  assert.equal(readFileSync("schemas/gan.editor.schema.json", "utf8"), editorSchemaText());
  assert.equal(readFileSync("schemas/sweep.editor.schema.json", "utf8"), sweepEditorSchemaText());
});

test("it completes and explains, and has no rule by which an editor could object", () => {
  const rules =
    /"(type|minimum|maximum|exclusiveMaximum|minLength|maxLength|minItems|maxItems|pattern|enum|additionalProperties|oneOf)":/;
  for (const schema of [editorSchema(), editorSchema(sweepJsonSchema())]) {
    const text = JSON.stringify(schema, (key, value: unknown) => (key === "if" ? undefined : value));
    assert.doesNotMatch(text, rules);
    assert.doesNotMatch(text, /"required":/);
  }
});
