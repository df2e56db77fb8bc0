import { plainText } from "../../plain/plain-text.ts";

/** A heading, and below it rows of a name of ours and a text. */
export interface Facts {
  readonly heading: string;
  readonly rows: readonly (readonly [name: string, text: string])[];
}

/** Markdown with nothing in it but what we put there: names, notes and messages come from files. */
export function factsMarkdown({ heading, rows }: Facts): string {
  const table = rows.map(([name, text]) => `| ${name} | ${literal(plainText(text))} |`);
  return [`**${literal(plainText(heading))}**`, "", "| | |", "|---|---|", ...table].join("\n");
}

/** Text of one line that Markdown shows as it is. */
export const literal = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~$&]/g, String.raw`\$&`);
