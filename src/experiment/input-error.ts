import type { KeyPath } from "./raw-value.ts";
import type { Remedy } from "./remedy.ts";
import { plainName, visible } from "../plain/plain-text.ts";

/** One thing that is wrong with an input, and where. */
export interface Problem {
  /** The file as the user named it, or the setting (`--set KEY=VALUE`) that brought the value in. */
  readonly file: string;
  /** From 1, as an editor counts. */
  readonly line?: number;
  /** From 1, in UTF-16 units, as an editor counts; a byte-order mark does not count. */
  readonly column?: number;
  /** The key path, such as `schedule.0.to`; empty for the whole file. */
  readonly path: string;
  /** What was found, what is allowed, the nearest valid name. */
  readonly message: string;
  /** What certainly mends it, and where in the file's text. */
  readonly remedy?: Remedy & { readonly path: KeyPath };
}

const mostLines = 50;
/** Of a key path: a file may have any keys. */
const LONGEST_PATH = 200;

/** `FILE:LINE:COLUMN: key.path: message` on one line, without the parts that the problem lacks. */
export function problemLine({ file, line, column, path, message }: Problem): string {
  const where = line === undefined ? file : `${file}:${line}${column === undefined ? "" : `:${column}`}`;
  const parts = [visible(where), plainName(path, LONGEST_PATH), visible(message)];
  return parts.filter(part => part !== "").join(": ");
}

/** Settings after the file's own problems, those by position. */
function byPosition(a: Problem, b: Problem): number {
  if (a.line === undefined || b.line === undefined)
    return Number(a.line === undefined) - Number(b.line === undefined);
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}

/** Input that the user can mend: its message is a line a problem, in the order of the file. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(byPosition);
    const lines = sorted.slice(0, mostLines).map(problemLine);
    if (sorted.length > mostLines) lines.push("and more problems");
    super(lines.join("\n"));
    this.problems = sorted;
  }
}
