import { safeLine, styleFor, type Style } from "./drawing/style.ts";
import type { Terminal } from "./terminal.ts";
import type { Call } from "./verb.ts";

/** Prints lines for people; nothing with --json, whose one document is `printJson`'s. */
export function printLines({ terminal, json }: Call, lines: readonly string[]): void {
  if (!json && lines.length > 0) terminal.out.write(`${lines.map(safeLine).join("\n")}\n`);
}

/** Prints the document of --json; nothing without it. */
export function printJson({ terminal, json }: Call, document: unknown): void {
  if (json) terminal.out.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Says lines on standard error. */
export function sayLines({ err }: Pick<Terminal, "err">, ...lines: readonly string[]): void {
  err.write(lines.map(line => `${safeLine(line)}\n`).join(""));
}

export const styleOf = ({ terminal }: Call): Style => styleFor(terminal.out.color);
