// Writes schemas/gan.schema.json, what the editor completes and checks .gan.json files by, from the schema in
// src/experiment. A test keeps the two equal.
import { writeFileSync } from "node:fs";
import { installMissing } from "./install.mjs";

installMissing();
const { buildTests } = await import("../esbuild.mjs");
await buildTests(["src/experiment/json-schema.ts"]);
const { schemaText } = await import("../out/test/src/experiment/json-schema.js");
writeFileSync("schemas/gan.schema.json", schemaText());
console.log("schemas/gan.schema.json");
