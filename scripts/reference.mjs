// Writes the pages of docs/ that follow from the code: experiment.md and sweep.md from the schemas, terminal.md from the table of
// verbs, troubleshooting.md from the texts of errors. Tests keep them equal.
import { writeFileSync } from "node:fs";
import { installMissing } from "./install.mjs";

installMissing();
const { buildTests } = await import("../esbuild.mjs");
await buildTests([
  "src/experiment/reference.ts",
  "src/sweeps/reference.ts",
  "src/cli/reference.ts",
  "src/cli/verbs/index.ts",
]);
const { experimentReference } = await import("../out/test/src/experiment/reference.js");
const { sweepReference } = await import("../out/test/src/sweeps/reference.js");
const { terminalReference } = await import("../out/test/src/cli/reference.js");
const { verbs } = await import("../out/test/src/cli/verbs/index.js");
const { troubleshooting } = await import("./reference/troubleshooting.mjs");
writeFileSync("docs/experiment.md", experimentReference());
writeFileSync("docs/sweep.md", sweepReference());
writeFileSync("docs/terminal.md", terminalReference(verbs));
writeFileSync("docs/troubleshooting.md", troubleshooting());
