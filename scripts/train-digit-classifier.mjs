// Writes assets/digits/classifier.onnx, the classifier of digits behind `quality/modes`: trained by this very engine on
// the training part of the shipped digits, checked on the held-out part. `node scripts/train-digit-classifier.mjs`
import { spawnSync } from "node:child_process";
import { installMissing } from "./install.mjs";

installMissing();
const { buildTests } = await import("../esbuild.mjs");

const source = "test/support/train-digit-classifier.ts";
await buildTests([source]);
const program = `out/test/${source.replace(/\.ts$/, ".js")}`;
const { status } = spawnSync(process.execPath, ["--enable-source-maps", program, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
