// `npm run torture [-- PART OF A NAME ...] [--times N] [--seed N]`: the tests of test/torture, with many times as many trials as `npm test`
// makes of them, on other seeds.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { installMissing } from "./install.mjs";

installMissing();
const { buildProduct, buildTests } = await import("../esbuild.mjs");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: "string", default: "70" }, seed: { type: "string", default: "1000" } },
});
const sources = readdirSync("test/torture")
  .filter(name => name.endsWith(".test.ts") && positionals.every(part => name.includes(part)))
  .map(name => `test/torture/${name}`);
await Promise.all([buildProduct(), buildTests(sources)]);
const tests = sources.map(source => `out/test/${source.replace(/\.ts$/, ".js")}`);
const { status } = spawnSync(
  process.execPath,
  ["--test", "--test-concurrency=1", "--enable-source-maps", ...tests],
  {
    stdio: "inherit",
    env: { ...process.env, PAIRING_LAB_TIMES: values.times, PAIRING_LAB_SEED: values.seed },
  },
);
process.exitCode = status ?? 1;
