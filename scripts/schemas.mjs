// Writes schemas/: gan.schema.json and sweep.schema.json, by which any editor completes and checks .gan.json and
// .sweep.json files, and *.editor.schema.json, by which ours completes and explains them. All come from the schemas in
// src/experiment and src/sweeps; tests keep them equal to those.
import { writeFileSync } from "node:fs";
import { installMissing } from "./install.mjs";

installMissing();
const { buildTests } = await import("../esbuild.mjs");
await buildTests([
  "src/experiment/json-schema.ts",
  "src/sweeps/json-schema.ts",
  "src/extension/experiment-files/editor-schema.ts",
]);
const { schemaText } = await import("../out/test/src/experiment/json-schema.js");
const { sweepSchemaText } = await import("../out/test/src/sweeps/json-schema.js");
const { editorSchemaText, sweepEditorSchemaText } =
  await import("../out/test/src/extension/experiment-files/editor-schema.js");
writeFileSync("schemas/gan.schema.json", schemaText());
writeFileSync("schemas/gan.editor.schema.json", editorSchemaText());
writeFileSync("schemas/sweep.schema.json", sweepSchemaText());
writeFileSync("schemas/sweep.editor.schema.json", sweepEditorSchemaText());
