/** Numbers as people type them: with a decimal point or a decimal comma, with thousands in groups or without. */

export type TypedNumber =
  | { readonly is: "number"; readonly value: number }
  /** Nothing but white space. */
  | { readonly is: "empty" }
  /** `why` says what to type instead, as a sentence without its full stop. */
  | { readonly is: "unclear"; readonly why: string };

interface Convention {
  /** "" where it has whole numbers only. */
  readonly decimal: string;
  /** "" where thousands are not set apart. */
  readonly group: string;
}

/** The one of programs: a text that fits it means this, whatever else it may mean elsewhere. */
const ours: Convention = { decimal: ".", group: "" };

const conventions: readonly Convention[] = [
  { decimal: ",", group: "" },
  { decimal: ".", group: "," },
  { decimal: ",", group: "." },
  ...[" ", "'"].flatMap(group => [
    { decimal: ".", group },
    { decimal: ",", group },
  ]),
];

const inWhole = (group: string): Convention => ({ decimal: "", group });

const escaped = (mark: string) => (mark === "." ? "\\." : mark);

function patternOf({ decimal, group }: Convention): RegExp {
  // A group is a full one of three behind what could be a number by itself: "0,125" and "12,50" have none.
  const whole = group === "" ? "\\d+" : `[1-9]\\d{0,2}(?:${escaped(group)}\\d{3})+`;
  if (decimal === "") return new RegExp(`^[+-]?${whole}$`);
  const mark = escaped(decimal);
  const begun = group === "" ? `(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)` : `${whole}(?:${mark}\\d*)?`;
  return new RegExp(`^[+-]?${begun}(?:[eE][+-]?\\d+)?$`);
}

interface Reader {
  readonly fits: RegExp;
  readonly convention: Convention;
}
const readerOf = (convention: Convention): Reader => ({ fits: patternOf(convention), convention });

const first = readerOf(ours);
const others = conventions.map(readerOf);
const wholes = ["", ",", ".", " ", "'"].map(group => readerOf(inWhole(group)));

/** One kind of minus, blank and apostrophe, where people and spreadsheets have several. */
const inOneSpelling = (text: string): string =>
  text
    .trim()
    .replaceAll(/[−‒–]/g, "-")
    .replaceAll(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .replaceAll(/[’ʼ]/g, "'");

function valueIn(text: string, { decimal, group }: Convention): number {
  const ungrouped = group === "" ? text : text.replaceAll(group, "");
  return Number(decimal === "" ? ungrouped : ungrouped.replace(decimal, "."));
}

const valuesBy = (readers: readonly Reader[], text: string): number[] => [
  ...new Set(
    readers.filter(({ fits }) => fits.test(text)).map(({ convention }) => valueIn(text, convention)),
  ),
];

const unclear = (why: string): TypedNumber => ({ is: "unclear", why });

const number = (value: number, typed: string): TypedNumber =>
  Number.isFinite(value) ? { is: "number", value } : unclear(`${quoted(typed)} is beyond every number`);

const quoted = (typed: string) => JSON.stringify(typed.trim().slice(0, 40));

/**
 * The number that a text means. A decimal comma is one and well-formed groups are groups; what may be either ("1,234") is
 * refused with both ways to say it.
 */
export function readNumber(typed: string): TypedNumber {
  const text = inOneSpelling(typed);
  if (text === "") return { is: "empty" };
  if (first.fits.test(text)) return number(Number(text), typed);
  const [value, other] = valuesBy(others, text);
  if (value === undefined) return unclear(`${quoted(typed)} is no number; type it as 0.02 or 1e-4`);
  if (other !== undefined) return unclear(`${quoted(typed)} may be ${value} or ${other}; type one of these`);
  return number(value, typed);
}

/** The same of what is counted, as steps are: there every mark sets thousands apart ("6,400", "6.400", "6 400"). */
export function readWhole(typed: string): TypedNumber {
  const text = inOneSpelling(typed);
  if (text === "") return { is: "empty" };
  const [value] = valuesBy(wholes, text);
  if (value !== undefined) return number(value, typed);
  const powers = /^[+-]?\d+[eE]\+?\d+$/.test(text) ? Number(text) : NaN;
  return Number.isNaN(powers)
    ? unclear(`${quoted(typed)} is no whole number; type it as 6400`)
    : number(powers, typed);
}

/** Why a typed number cannot be taken: it is none, or `check` has a reason; null where it can. */
export function whyNoNumber(
  typed: TypedNumber,
  check: (value: number) => string | null = () => null,
): string | null {
  switch (typed.is) {
    case "number":
      return check(typed.value);
    case "empty":
      return "a number, as 0.02 or 1e-4";
    case "unclear":
      return typed.why;
    default:
      return typed satisfies never;
  }
}

/** The numbers that a text lists, with blanks or semicolons between them; each may have a comma behind it. */
export const readNumbers = (text: string): { readonly word: string; readonly read: TypedNumber }[] =>
  text
    .split(/\s*;\s*|,?\s+|,$/)
    .filter(word => word !== "")
    .map(word => ({ word, read: readNumber(word) }));
