// Writes schemas/: gan.schema.json, by which any editor completes and checks .gan.json files, and
// gan.editor.schema.json, by which ours completes and explains them. Both come from the schema in src/experiment; tests
// keep them equal to it.
import { writeFileSync } from "node:fs";
import { installMissing } from "./install.mjs";

installMissing();
const { buildTests } = await import("../esbuild.mjs");
await buildTests(["src/experiment/json-schema.ts", "src/extension/experiment-files/editor-schema.ts"]);
const { schemaText } = await import("../out/test/src/experiment/json-schema.js");
const { editorSchemaText } = await import("../out/test/src/extension/experiment-files/editor-schema.js");
writeFileSync("schemas/gan.schema.json", schemaText());
writeFileSync("schemas/gan.editor.schema.json", editorSchemaText());
