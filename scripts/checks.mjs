// Types, lint and format at zero warnings. `npm run check` runs them alone; `npm test` counts each as a test.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

const tsc = "node_modules/typescript/bin/tsc";
const eslint = "node_modules/eslint/bin/eslint.js";
const prettier = "node_modules/prettier/bin/prettier.cjs";

const checks = {
  "types of the product": [tsc, "-p", "tsconfig.json"],
  "types of the tests": [tsc, "-p", "tsconfig.test.json"],
  "types of the webviews": [tsc, "-p", "tsconfig.webview.json"],
  "types of the webviews' tests": [tsc, "-p", "tsconfig.webview-test.json"],
  lint: [eslint, "--max-warnings=0", "--cache", "--cache-location", "out/eslint", "src", "test", "webview"],
  format: [prettier, "--check", "--log-level", "warn", "."],
};

/** Runs every check and gives the names of those that passed and failed. */
export function runChecks() {
  mkdirSync("out", { recursive: true });
  const passed = [];
  const failed = [];
  for (const [name, args] of Object.entries(checks)) {
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
    console.log(`${status === 0 ? "✔" : "✖"} ${name}`);
    (status === 0 ? passed : failed).push(name);
  }
  return { passed, failed };
}
