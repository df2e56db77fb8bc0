// `npm run study [-- status | report | check KEY] [--quick]`: the study of study/plan.md.
import { spawn } from "node:child_process";
import { installMissing } from "./install.mjs";

installMissing();
const { buildProduct, buildTests } = await import("../esbuild.mjs");
await Promise.all([buildProduct(), buildTests(["study/main.ts"])]);

// Ctrl-C reaches the study too, which saves and says how to go on.
process.on("SIGINT", () => undefined);
const study = spawn(
  process.execPath,
  ["--enable-source-maps", "out/test/study/main.js", ...process.argv.slice(2)],
  {
    stdio: "inherit",
  },
);
study.on("close", code => {
  process.exitCode = code ?? 1;
});
