import { visible } from "./plain-text.ts";

/** A text as one word of a POSIX shell's command line, in quotes where it needs them. */
export const shellWord = (text: string): string =>
  /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Neither a quotation mark nor a backslash, which mean something in between. */
const isSeen = /^(?!['\\])[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

const byCode = (character: string): string =>
  [...Buffer.from(character)].map(byte => `\\${byte.toString(8).padStart(3, "0")}`).join("");

/**
 * The same for a command that people copy from where it is shown: what is not to be seen there, or is shown otherwise
 * (control characters, marks of direction, several blanks), is written by its bytes, as bash, zsh and ksh read them.
 */
export function typedWord(text: string): string {
  const word = shellWord(text);
  if (visible(word) === word) return word;
  return `$'${text.replaceAll(/[^]/gu, character => (isSeen.test(character) ? character : byCode(character)))}'`;
}
