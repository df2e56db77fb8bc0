import { visibleLine } from "../../plain/plain-text.ts";

/** Colour by ANSI codes, or not at all. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
  cyan(text: string): string;
}

export function styleFor(color: boolean): Style {
  const code = (open: number, close: number) => (text: string) =>
    color && text !== "" ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: code(1, 22),
    dim: code(2, 22),
    green: code(32, 39),
    yellow: code(33, 39),
    red: code(31, 39),
    cyan: code(36, 39),
  };
}

const ansi = /\u001b\[\d+m/g;
/** The codes above. */
const ours = /(\u001b\[(?:1|2|22|31|32|33|36|39)m)/;

/**
 * A line as a terminal may have it: our colours, and no other control character. What files say must not move the
 * cursor, name the window or make a line of its own.
 */
export const safeLine = (line: string): string =>
  line
    .split(ours)
    .map((part, i) => (i % 2 === 1 ? part : visibleLine(part)))
    .join("");

/** How many columns the text takes: without its colour codes. */
export const visibleLength = (text: string) => text.replace(ansi, "").length;
