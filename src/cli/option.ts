export interface Option {
  /** What its value is called in the help; an option without one is a switch. */
  readonly value?: string;
  /** May be given several times. */
  readonly many?: true;
  /** Its value holds options of another program, and so may begin with dashes. */
  readonly dashes?: true;
  readonly summary: string;
}

/** What may follow a verb. */
export interface Signature {
  /** Names of the arguments; `NAME?` may be left out, `NAME...` may be several. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
}

/** The options that every verb has. */
export const commonOptions = {
  json: { summary: "print one JSON document for programs, nothing else on standard output" },
  help: { summary: "show this help" },
} satisfies Record<string, Option>;
