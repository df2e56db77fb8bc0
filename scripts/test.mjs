// `npm test [PART OF A PATH ...]`: installs what is missing, checks types, lint and format, builds, and runs
// every test. A test file is bundled as the product is and runs in a process of its own. Ends with the count.
import { readdirSync, rmSync } from "node:fs";
import { join, sep } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { installMissing } from "./install.mjs";

installMissing();
const { runChecks } = await import("./checks.mjs");
const { buildProduct, buildTests } = await import("../esbuild.mjs");

const wanted = process.argv.slice(2);
// Begun first, for it is one after the other and mostly waits: all else is tested beside it.
const longest = join("test", "workbench");
const sources = ["src", "test", "webview"]
  .flatMap(folder => readdirSync(folder, { recursive: true }).map(name => join(folder, name)))
  .filter(file => file.endsWith(".test.ts") && wanted.every(part => file.includes(part)))
  .sort((a, b) => Number(b.startsWith(longest)) - Number(a.startsWith(longest)));
if (sources.length === 0) {
  console.error(`No test file has ${wanted.join(" and ")} in its path.`);
  process.exit(2);
}

const checks = wanted.length === 0 ? runChecks() : { passed: [], failed: [] };
rmSync("out/test", { recursive: true, force: true });
await Promise.all([buildProduct(), buildTests(sources)]);

const counts = { passed: checks.passed.length, failed: checks.failed.length, skipped: 0 };
const failures = [...checks.failed];
const skips = [];
const isLeaf = data => data.details?.type !== "suite" && data.nesting >= 0;
const events = run({
  files: sources.map(file => join("out", "test", file.replace(/\.ts$/, ".js")).split(sep).join("/")),
  concurrency: 2,
  // Against one that hangs; on a machine that has much else to do the workbench alone takes long.
  timeout: 60 * 60_000,
});
events.on("test:pass", data => {
  if (!isLeaf(data)) return;
  if (data.skip !== undefined) {
    counts.skipped++;
    skips.push(`${data.name}${typeof data.skip === "string" ? `: ${data.skip}` : ""}`);
  } else counts.passed++;
});
events.on("test:fail", data => {
  if (!isLeaf(data)) return;
  counts.failed++;
  failures.push(`${data.file ?? ""} ${data.name}`);
});
events.compose(spec).pipe(process.stdout);
events.on("end", () => {
  setImmediate(() => {
    for (const name of skips) console.log(`skipped: ${name}`);
    for (const name of failures) console.log(`failed: ${name}`);
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
    process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
  });
});
