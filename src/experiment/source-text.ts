import { createScanner, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { InputError } from "./input-error.ts";
import type { Problem } from "./input-error.ts";
import { deepestNesting } from "./raw-value.ts";

/** Largest file that people write by hand, with much room. */
export const mostCharacters = 1024 * 1024;

const longestQuote = 60;

/** JSON with comments and trailing commas, and where each part of it stands. */
export interface SourceText {
  readonly tree: Node;
  /** Line and column, from 1, of a node's offset. */
  readonly position: (offset: number) => { line: number; column: number };
}

function positions(text: string): SourceText["position"] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return offset => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** The offset at which the text nests too deep; null where it does not. Needs no stack, unlike the parser. */
function tooDeep(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === "{" || first === "[") depth++;
    if (first === "}" || first === "]") depth--;
    if (depth > deepestNesting) return scanner.getTokenOffset();
  }
  return null;
}

const expectations: Readonly<Record<string, string>> = {
  InvalidSymbol: "texts and keys stand in double quotes, numbers are finite decimals",
  InvalidNumberFormat: "expected a number",
  PropertyNameExpected: "expected a key in double quotes or a closing brace }",
  ValueExpected:
    "expected a value: an object, a list, a text in double quotes, a finite number, true or false",
  ColonExpected: "expected a colon after the key",
  CommaExpected: "expected a comma before it",
  CloseBraceExpected: "expected a closing brace }",
  CloseBracketExpected: "expected a closing bracket ]",
  EndOfFileExpected: "expected the end of the file",
  UnexpectedEndOfComment: "expected the end of the comment */",
  UnexpectedEndOfString: "expected the closing double quote on the same line",
  UnexpectedEndOfNumber: "expected a digit",
  InvalidUnicode: "expected four hexadecimal digits after \\u",
  InvalidEscapeCharacter: 'expected one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
  InvalidCharacter: "expected no control characters in a text",
};

function syntaxMessage(text: string, { error, offset, length }: ParseError): string {
  const expectation = expectations[printParseErrorCode(error)] ?? "expected JSON";
  const found = text.slice(offset, offset + length);
  return found === "" ? `the file ends here; ${expectation}` : `found ${inShort(found)}; ${expectation}`;
}

/** A piece of source in an error message: one line, cut where it is long. */
export function inShort(source: string): string {
  const [line = ""] = source.split(/[\r\n]/, 1);
  const short = line.length > longestQuote ? line.slice(0, longestQuote) : line;
  return short === source ? source : `${short}...`;
}

/** Reads JSON with comments, trailing commas and a byte-order mark. Throws InputError where it is none. */
export function readSource(withMark: string, file: string): SourceText {
  const text = withMark.replace(/^\uFEFF/, "");
  if (text.length > mostCharacters) throw new InputError([{ file, path: "", message: "larger than 1 MiB" }]);
  const position = positions(text);
  const deep = tooDeep(text);
  if (deep !== null) {
    const message = `objects and lists stand more than ${deepestNesting} deep in each other`;
    throw new InputError([{ file, ...position(deep), path: "", message }]);
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const problems = new Map<number, Problem>();
  for (const error of errors) {
    const at = position(error.offset);
    // A second error on a line is mostly an echo of the first.
    if (!problems.has(at.line))
      problems.set(at.line, { file, ...at, path: "", message: syntaxMessage(text, error) });
  }
  if (problems.size > 0) throw new InputError([...problems.values()]);
  if (tree === undefined)
    throw new InputError([{ file, line: 1, column: 1, path: "", message: "the file is empty" }]);
  return { tree, position };
}
