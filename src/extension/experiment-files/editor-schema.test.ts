import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { editorSchema, editorSchemaText } from "./editor-schema.ts";

test("schemas/gan.editor.schema.json is what npm run schemas writes", () => {
  assert.equal(readFileSync("schemas/gan.editor.schema.json", "utf8"), editorSchemaText());
});

test("it completes and explains, and has no rule by which an editor could object", () => {
  const rules =
    /"(type|minimum|maximum|exclusiveMaximum|minLength|maxLength|minItems|maxItems|pattern|enum|additionalProperties|oneOf)":/;
  const text = JSON.stringify(editorSchema(), (key, value: unknown) => (key === "if" ? undefined : value));
  assert.doesNotMatch(text, rules);
  assert.doesNotMatch(text, /"required":/);
});
