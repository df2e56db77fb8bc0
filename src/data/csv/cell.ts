// What a cell holds, and what it may have been meant to hold.

/** The mark before a number's fraction. */
export type Decimal = "." | ",";

/**
 * Whether a number's thousands are set apart: not at all, in a way that means nothing else (1,234.5 or 1'234), or by a
 * mark that might also be that of a fraction (1,234).
 */
export type Grouping = "none" | "sure" | "doubtful";

export type Cell =
  | { readonly is: "number"; readonly value: number; readonly grouping: Grouping }
  | { readonly is: "missing" }
  | { readonly is: "text" };

const EXPONENT = "(?:[eEdD][+-]?\\d+)?";

/** A plain decimal number, Fortran's exponents included; anything else, hexadecimal and infinity too, is text. */
const plain: Readonly<Record<Decimal, RegExp>> = {
  ".": new RegExp(`^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)${EXPONENT}$`),
  ",": new RegExp(`^[+-]?(?:\\d+,?\\d*|,\\d+)${EXPONENT}$`),
};

/** Groups of three after one to three digits, always by the same mark; a fraction may follow. */
const grouped: Readonly<Record<Decimal, RegExp>> = {
  ".": /^[+-]?[1-9]\d{0,2}(?:([,'’\u00a0\u202f])\d{3})(?:\1\d{3})*(\.\d+)?$/,
  ",": /^[+-]?[1-9]\d{0,2}(?:([.'’\u00a0\u202f])\d{3})(?:\1\d{3})*(,\d+)?$/,
};

/** What pandas, R, SAS, spreadsheets and people write where there is no value. */
const MISSING = /^(?:|\?|\.|-+|<?na>?|n\/a|-?nan|nat|null|none|missing|-?1[.,]#(?:ind|qnan)0*)$/i;

/** What a spreadsheet shows where it could not compute, in any of its languages. */
const ERROR_VALUE = /^#(?:[\p{Lu}\d/_.¡¿ ]+[!?]|N\/\p{Lu}+|NV|GETTING_DATA|#+)$/u;

/** What a cell holds where fractions have that mark. */
export function readCell(text: string, decimal: Decimal): Cell {
  const trimmed = text.trim();
  if (plain[decimal].test(trimmed))
    return { is: "number", value: numberOf(trimmed, decimal), grouping: "none" };
  if (MISSING.test(trimmed)) return { is: "missing" };
  // Word processors and some programs write the typographic minus.
  const signed = trimmed.replace(/^[\u2212\u2013]/, "-");
  if (signed !== trimmed && plain[decimal].test(signed))
    return { is: "number", value: numberOf(signed, decimal), grouping: "none" };
  const found = grouped[decimal].exec(signed);
  if (found === null) return { is: "text" };
  const [, mark = "", fraction] = found;
  const several = signed.split(mark).length > 2;
  const sure = several || fraction !== undefined || !/[.,]/.test(mark);
  const value = numberOf(signed.replaceAll(mark, ""), decimal);
  return { is: "number", value, grouping: sure ? "sure" : "doubtful" };
}

const numberOf = (text: string, decimal: Decimal): number =>
  Number((decimal === "," ? text.replace(",", ".") : text).replace(/d/i, "e"));

export const isErrorValue = (text: string): boolean => ERROR_VALUE.test(text.trim());

const otherMark: Readonly<Record<Decimal, Decimal>> = { ".": ",", ",": "." };

const causes: readonly (readonly [RegExp, string])[] = [
  [ERROR_VALUE, "an error value of a spreadsheet"],
  [/^[+-]?(?:inf|infinity|1[.,]#inf0*|∞)$/i, "an infinite value"],
  [/^=/, "a formula"],
  [/^[+-]?0x[\da-f]+$/i, "a hexadecimal number"],
  [/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\b|T)/, "a date"],
  [/^\d{1,2}:\d{2}(?::\d{2})?/, "a time of day"],
  [
    /^\p{Sc}\s*[+-]?\d[\d.,]*$|^[+-]?\d[\d.,]*\s*[^\d\s.,+-]+$/u,
    "a number with a unit, which belongs into the header",
  ],
  [/\n|\r/, "text of several lines; perhaps a quotation mark is not closed"],
];

/** What a text in the place of a number probably is, in a few words; null where nothing is known. */
export function likelyCause(text: string, decimal: Decimal): string | null {
  const trimmed = text.trim();
  if (plain[otherMark[decimal]].test(trimmed))
    return decimal === "."
      ? "a decimal comma in a table of decimal points"
      : "a decimal point in a table of decimal commas";
  return causes.find(([pattern]) => pattern.test(trimmed))?.[1] ?? null;
}
