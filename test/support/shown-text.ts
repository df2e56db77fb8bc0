// VS Code's own grammar of what it shows, as the reference of tests.
import assert from "node:assert/strict";

/** What VS Code makes links of, in notifications, progress titles, prompts and what is wrong with an answer (linkedText). */
export const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** What it makes icons of, in labels. */
export const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

/** As it prepares a notification: line breaks become spaces, and what is longer is cut. */
const asNotified = (text: string) =>
  text
    .slice(0, 1_000)
    .replaceAll(/\r\n|\n|\r/g, " ")
    .trim();

/** Fails where a text is no plain line of at most so many characters. */
export function holds(text: string, most: number): void {
  for (const as of [text, asNotified(text)]) {
    assert.doesNotMatch(as, link);
    assert.doesNotMatch(as, icon);
  }
  assert.doesNotMatch(text, /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]/u);
  assert.ok(text.length <= most, `${text.length} of ${most}`);
}
