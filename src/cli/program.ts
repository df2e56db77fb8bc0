import { visibleLine } from "../plain/plain-text.ts";
import { parseArguments } from "./arguments.ts";
import { UsageError } from "./failure.ts";
import { programHelp, usageOf, verbHelp } from "./help.ts";
import { didYouMean } from "./nearest.ts";
import { sayLines } from "./print.ts";
import { failureOf } from "./report-error.ts";
import type { Terminal } from "./terminal.ts";
import type { ExitCode, Verb } from "./verb.ts";

/** Of a line of a message: who typed or wrote more knows the rest. */
const MOST_CHARACTERS = 2_000;

/** Runs what was typed after `pairing-lab`. Never rejects: every error becomes one message and an exit code. */
export async function runProgram(
  verbs: readonly Verb[],
  typed: readonly string[],
  terminal: Terminal,
  debug: boolean,
): Promise<ExitCode> {
  const [first, ...rest] = typed;
  const json = typed.includes("--json");
  const help = programHelp(verbs, terminal);
  if (first === undefined) {
    terminal.err.write(help);
    return 2;
  }
  if (first === "--version" || first === "-V") {
    terminal.out.write(json ? `${JSON.stringify({ version: terminal.version })}\n` : `${terminal.version}\n`);
    return 0;
  }
  if (first === "--help" || first === "-h" || (first === "help" && rest.length === 0)) {
    terminal.out.write(help);
    return 0;
  }
  const name = first === "help" ? (rest[0] ?? "") : first;
  const args = first === "help" ? ["--help"] : rest;
  const verb = verbs.find(candidate => candidate.name === name);
  try {
    if (verb === undefined) throw new UsageError(unknownVerb(name, verbs));
    const given = parseArguments(verb, args);
    if (given.flag("help")) {
      terminal.out.write(verbHelp(verb, terminal.out.columns()));
      return 0;
    }
    return await verb.run({ terminal, given, json });
  } catch (error) {
    const failure = failureOf(error, debug);
    // Problems of a file begin with its place; the rest with who says so.
    const speaker =
      failure.problems.length > 0 ? "" : `pairing-lab${verb === undefined ? "" : ` ${verb.name}`}: `;
    const usage =
      failure.showUsage && verb !== undefined ? `\nUsage: ${usageOf(verb).join("\n       ")}` : "";
    // A message has no colours of ours: those in it are of others' names.
    sayLines(
      terminal,
      ...`${speaker}${failure.message}${usage}`.split("\n").map(line => visibleLine(line, MOST_CHARACTERS)),
    );
    if (json) {
      const { message, problems } = failure;
      terminal.out.write(`${JSON.stringify({ error: { message, problems } }, null, 2)}\n`);
    }
    return failure.code;
  }
}

function unknownVerb(name: string, verbs: readonly Verb[]): string {
  if (name.startsWith("-")) return `there is no option ${name} before the verb; options follow it`;
  const names = verbs.map(verb => verb.name);
  return `there is no verb ${name}${didYouMean(name, names)} (pairing-lab --help lists them)`;
}
