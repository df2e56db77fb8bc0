import { basename } from "node:path";
import { markdownText } from "../plain/markdown-text.ts";

const tried = "What was tried";

/** A link's address as Markdown takes it: a path with `/`, in which nothing ends it. */
export const linkAddress = (path: string): string =>
  path
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replaceAll(/[()]/g, bracket => (bracket === "(" ? "%28" : "%29"));

/** New notes of an experiment, with a line for each of its runs. */
export function notesTemplate(experiment: string, lines: readonly string[]): string {
  const file = basename(experiment);
  const text = `# Notes of ${markdownText(file)}

The experiment: [${markdownText(file)}](${linkAddress(file)})

## Hypothesis

What do you expect, and why?

## ${tried}

## What came out

What do the runs show? One seed shows no more than itself.
`;
  return lines.length === 0 ? text : withLines(text, lines);
}

export interface Insertion {
  /** In characters from the text's beginning. */
  readonly at: number;
  readonly text: string;
}

/** Where lines belong in notes: at the end of what was tried, or of the notes, where a person has no such section. */
export function insertionOf(notes: string, lines: readonly string[]): Insertion {
  const end = notes.includes("\r\n") ? "\r\n" : "\n";
  const heading = new RegExp(`^#{1,6}[ \\t]+${tried}[ \\t#]*$`, "im").exec(notes);
  const begin = heading === null ? 0 : heading.index + heading[0].length;
  const next = heading === null ? -1 : notes.slice(begin).search(/^#{1,6}[ \t]/m);
  const section = notes.slice(begin, next < 0 ? undefined : begin + next).trimEnd();
  const isBesideOthers = /^[-*+] .*$/.test(section.split(/\r?\n/).at(-1) ?? "");
  const gap = section === "" && heading === null ? "" : isBesideOthers ? end : end + end;
  const at = begin + section.length;
  const rest = notes.slice(at);
  return { at, text: gap + lines.join(end) + (rest.trim() === "" && !/^\r?\n/.test(rest) ? end : "") };
}

export function withLines(notes: string, lines: readonly string[]): string {
  const { at, text } = insertionOf(notes, lines);
  return notes.slice(0, at) + text + notes.slice(at);
}
