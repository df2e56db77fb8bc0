import { plainText, quoted } from "../../plain/plain-text.ts";

/** Text that can be shown anywhere in the editor: of our own words, with what others wrote as plain text in it. */
export class Words {
  readonly #text: string;

  /** Only for this file: `say` and `words` make them. */
  constructor(text: string) {
    this.#text = withoutMarkup(text);
  }

  get text(): string {
    return this.#text;
  }

  toString(): string {
    return this.#text;
  }
}

/**
 * Notifications and questions make links of `[label](command:...)`, and a link runs a command; labels make icons of
 * `$(name)`. Neither is one with a space in it.
 */
const withoutMarkup = (text: string): string => text.replaceAll("](", "] (").replaceAll("$(", "$ (");

/** A template of our own words: a text in it is a name, a key or a path of others, and stands in quotes, cut to a name's length. */
export function say(own: TemplateStringsArray, ...parts: readonly (string | number | Words)[]): Words {
  const shown = parts.map(part => {
    if (typeof part === "string") return quoted(part);
    return typeof part === "number" ? String(part) : part.text;
  });
  return new Words(String.raw({ raw: own }, ...shown));
}

/** A text without quotes, on one line and cut: a sentence of others, such as an error's message, or figures of ours. */
export const words = (text: string, most?: number): Words => new Words(plainText(text, most));

/** What a field of its own may be: others' text needs no quotes there. */
export type Text = string | Words;

/** A field's text as the editor gets it. */
export const shown = (text: Text): string => (typeof text === "string" ? words(text).text : text.text);
