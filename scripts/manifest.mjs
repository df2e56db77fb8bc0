// Writes what package.json says of the extension (activation, commands, menus, settings ...) from the tables in
// src/extension/contributions. A test keeps the two equal.
import { readFileSync, writeFileSync } from "node:fs";
import { installMissing } from "./install.mjs";

installMissing();
const { buildTests } = await import("../esbuild.mjs");
await buildTests(["src/extension/contributions/manifest.ts"]);
const { manifest } = await import("../out/test/src/extension/contributions/manifest.js");
const own = JSON.parse(readFileSync("package.json", "utf8"));
writeFileSync("package.json", `${JSON.stringify({ ...own, ...manifest }, null, 2)}\n`);
console.log("package.json");
