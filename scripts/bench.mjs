// `npm run bench [PART OF A NAME ...]`: builds and runs the benchmarks under test/bench, one after the other. Each
// prints tables and ratios against a peer measured in the same run; nothing here passes or fails.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { installMissing } from "./install.mjs";

installMissing();
const { buildProduct, buildTests } = await import("../esbuild.mjs");

const wanted = process.argv.slice(2);
const sources = readdirSync("test/bench")
  .filter(name => name.endsWith(".bench.ts") && wanted.every(part => name.includes(part)))
  .map(name => `test/bench/${name}`);
await Promise.all([buildProduct(), buildTests(sources)]);
let failed = 0;
for (const source of sources) {
  console.log(`\n=== ${source}\n`);
  const program = `out/test/${source.replace(/\.ts$/, ".js")}`;
  if (spawnSync(process.execPath, ["--enable-source-maps", program], { stdio: "inherit" }).status !== 0)
    failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
