// The header of an NPY file: a Python dictionary literal with the keys descr, fortran_order and shape.
// Source: NEP 1 and numpy.lib.format. Only the literals that numpy writes are understood; nothing is evaluated.

import { FormatError } from "./format-error.ts";

export interface NpyHeader {
  /** Type string of numpy, such as "<f4". */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

type Literal = string | boolean | number | readonly Literal[];

/** numpy itself stops at 64 dimensions. */
const MAX_DIMENSIONS = 64;

/** Tokens: a string without escapes, a word, a natural number (Python 2 wrote 3L for a long one), punctuation. */
const TOKEN = /\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|(True|False)|(\d+)L?|([{}()[\],:]))/y;

function* tokens(text: string): Generator<{ literal: Literal } | { sign: string }> {
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw new FormatError(`the NPY header is not understood at character ${at}`);
    const [, single, double, word, digits, sign] = match;
    const quoted = single ?? double;
    if (quoted !== undefined) yield { literal: quoted };
    else if (word !== undefined) yield { literal: word === "True" };
    else if (digits !== undefined) yield { literal: Number(digits) };
    else yield { sign: sign ?? "" };
  }
}

/** Reads a flat dictionary whose values are literals or flat tuples of them. */
function readDictionary(text: string): Map<string, Literal> {
  const all = [...tokens(text)];
  let at = 0;
  const sign = () => {
    const token = all[at];
    return token !== undefined && "sign" in token ? token.sign : undefined;
  };
  const expectSign = (wanted: string) => {
    if (sign() !== wanted) throw new FormatError(`the NPY header lacks a "${wanted}"`);
    at++;
  };
  const literal = (): Literal => {
    const token = all[at++];
    if (token === undefined || !("literal" in token)) throw new FormatError("the NPY header lacks a value");
    return token.literal;
  };
  const value = (): Literal => {
    if (sign() === "[")
      throw new FormatError("an NPY array of records (a structured type) has no numbers to read");
    if (sign() !== "(") return literal();
    at++;
    const items: Literal[] = [];
    while (sign() !== ")") {
      items.push(literal());
      if (sign() !== ")") expectSign(",");
    }
    at++;
    return items;
  };
  const entries = new Map<string, Literal>();
  expectSign("{");
  while (sign() !== "}") {
    const key = literal();
    if (typeof key !== "string" || entries.has(key)) throw new FormatError("the NPY header has a wrong key");
    expectSign(":");
    entries.set(key, value());
    if (sign() !== "}") expectSign(",");
  }
  at++;
  if (at !== all.length) throw new FormatError("the NPY header goes on after its end");
  return entries;
}

/** Reads and checks the header's text: exactly the three keys, dimensions that are exact integers. */
export function readNpyHeader(text: string): NpyHeader {
  const entries = readDictionary(text);
  const descr = entries.get("descr");
  const fortranOrder = entries.get("fortran_order");
  const shape = entries.get("shape");
  if (typeof descr !== "string") throw new FormatError("the NPY header lacks the text `descr`");
  if (typeof fortranOrder !== "boolean")
    throw new FormatError("the NPY header lacks True or False for `fortran_order`");
  if (!Array.isArray(shape) || entries.size !== 3)
    throw new FormatError(
      "the NPY header must have `descr`, `fortran_order` and a tuple `shape`, and nothing else",
    );
  if (shape.length > MAX_DIMENSIONS)
    throw new FormatError(
      `the NPY array has ${shape.length} dimensions; at most ${MAX_DIMENSIONS} are allowed`,
    );
  const sizes = shape.map((size: unknown) => {
    if (typeof size !== "number" || !Number.isSafeInteger(size))
      throw new FormatError("the NPY header's `shape` must hold integers from 0 to 2^53 - 1");
    return size;
  });
  return { descr, fortranOrder, shape: sizes };
}

/** The header's text as numpy writes it. */
export function writeNpyHeader({ descr, fortranOrder, shape }: NpyHeader): string {
  const tuple = shape.length === 1 ? `(${String(shape[0])},)` : `(${shape.join(", ")})`;
  return `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? "True" : "False"}, 'shape': ${tuple}, }`;
}
