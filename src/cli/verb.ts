import type { Arguments } from "./arguments.ts";
import type { Option, Signature } from "./option.ts";
import type { Terminal } from "./terminal.ts";

/** 0 done, 1 failed, 2 wrong use or input, 130 interrupted after saving. */
export type ExitCode = 0 | 1 | 2 | 130;

export interface Verb extends Signature {
  readonly name: string;
  readonly group: "Experiments" | "Training" | "Runs" | "Generators";
  readonly summary: string;
  /** What follows the name in the help; one line for each form. Made from the positionals where left out. */
  readonly usage?: readonly string[];
  /** Paragraphs below the summary in the verb's own help. */
  readonly details?: readonly string[];
  /** What follows `pairing-lab` , and what it does. */
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  run(call: Call): Promise<ExitCode>;
}

/** One use of a verb. */
export interface Call {
  readonly terminal: Terminal;
  readonly given: Arguments;
  /** `--json`: exactly one JSON document goes to standard output, nothing else. */
  readonly json: boolean;
}

/** For verbs that take RUN. */
export const runsOption: Option = {
  value: "DIR",
  summary: "the folder that RUN's id is looked up in (default: runs)",
};
