import type { Arguments } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** 0 done, 1 failed, 2 wrong use or input, 130 interrupted after saving. */
export type ExitCode = 0 | 1 | 2 | 130;

export interface Option {
  /** What its value is called in the help; an option without one is a switch. */
  readonly value?: string;
  /** May be given several times. */
  readonly many?: true;
  readonly summary: string;
}

export interface Verb {
  readonly name: string;
  readonly group: "Experiments" | "Training" | "Runs" | "Generators";
  readonly summary: string;
  /** Names of the arguments; `NAME?` may be left out, `NAME...` may be several. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
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

/** The options that every verb has. */
export const commonOptions = {
  json: { summary: "print one JSON document for programs, nothing else on standard output" },
  help: { summary: "show this help" },
} satisfies Record<string, Option>;

/** For verbs that take RUN. */
export const runsOption = {
  value: "DIR",
  summary: "the folder that RUN's id is looked up in (default: runs)",
};
