#!/usr/bin/env node
// The terminal command: everything that the extension can do with runs. A table of verbs; see program.ts.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { closeLostStreamsAtEnd } from "../unattended/lost-streams.ts";
import { tellFailuresTo } from "../unattended/unattended.ts";
import { runProgram } from "./program.ts";
import { sayLines } from "./print.ts";
import { failureOf, unexpected } from "./report-error.ts";
import { openTerminal } from "./terminal.ts";
import { verbs } from "./verbs/index.ts";

/** The version in the package's manifest, which lies beside the folder of the built product. */
function readVersion(programFolder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(programFolder, "..", "package.json"), "utf8"));
  const known = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return known ? String(manifest.version) : "unknown";
}

const programFolder = dirname(fileURLToPath(import.meta.url));
let lost: Error | null = null;
const terminal = openTerminal(programFolder, readVersion(programFolder), error => {
  lost ??= Object.assign(error, { path: "standard output" });
});
const debug = (process.env["PAIRING_LAB_DEBUG"] ?? "") !== "";

tellFailuresTo(failure => {
  // What is rewritten stands on the line.
  sayLines(
    terminal,
    ...(terminal.err.isTTY ? [""] : []),
    ...`Note: ${failureOf(failure, debug).message}`.split("\n"),
  );
});

// Should nothing be left to wait for before there is an outcome, Node would end with code 13 and not a word. What is lost of
// the output is known only now.
let concluded = false;
process.on("exit", () => {
  const fault = concluded
    ? lost && failureOf(lost, debug).message
    : unexpected("it ended without an outcome");
  if (fault === null) return;
  terminal.err.write(`pairing-lab: ${fault}\n`);
  if (!concluded || process.exitCode === 0) process.exitCode = 1;
});
closeLostStreamsAtEnd();
process.exitCode = await runProgram(verbs, process.argv.slice(2), terminal, debug);
concluded = true;
