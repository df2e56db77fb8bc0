import { createScanner, findNodeAtLocation, parseTree, type Node } from "jsonc-parser";
import type { TextEdit } from "../experiment/remedy.ts";

/**
 * The edits of a sweep file's text (JSON with comments) that put numbers among the values of an axis, each where the order of
 * the others has it, but never before the first, which everything may be compared with. What stands there stays as it was
 * written; a range becomes the list of its values. None where the text has no such axis.
 * @param all the axis' values as the file means them.
 */
export function addingEdits(
  text: string,
  {
    key,
    values,
    all,
  }: { readonly key: string; readonly values: readonly number[]; readonly all: readonly unknown[] },
): TextEdit[] {
  const axis = axisNode(text, key);
  if (axis === undefined) return [];
  const numbers = all.map(Number);
  const falls = (numbers[0] ?? 0) > (numbers.at(-1) ?? 0);
  const ordered = [...values].sort((a, b) => (falls ? b - a : a - b));
  const placeOf = (value: number) => {
    const place = numbers.findIndex((one, i) => i > 0 && (falls ? one < value : one > value));
    return place < 0 ? numbers.length : place;
  };
  const places = new Map<number, number[]>();
  for (const value of ordered) {
    const place = placeOf(value);
    places.set(place, [...(places.get(place) ?? []), value]);
  }
  if (axis.type === "array")
    return [...places].map(([place, added]) => insertion(text, axis, place, added.map(String)));
  const list = numbers.flatMap((value, i) => [value, ...(places.get(i + 1) ?? [])]).map(String);
  return [{ offset: axis.offset, length: axis.length, content: listOf(list, text, axis) }];
}

/** Where these values of an axis stand in a text. */
export function placesOfValues(
  text: string,
  { key, values }: { readonly key: string; readonly values: readonly number[] },
): readonly Pick<TextEdit, "offset" | "length">[] {
  return (axisNode(text, key)?.children ?? []).filter(({ value }) => values.includes(value as number));
}

function axisNode(text: string, key: string): Node | undefined {
  const root = parseTree(text);
  return root && findNodeAtLocation(root, ["axes", key]);
}

const endOf = ({ offset, length }: Pick<Node, "offset" | "length">) => offset + length;

/** Puts values between the one before a place and the next, on lines of their own where the list has such. */
function insertion(text: string, list: Node, place: number, values: readonly string[]): TextEdit {
  const children = list.children ?? [];
  const before = children[place - 1] ?? list;
  const next = children[place]?.offset ?? endOf(list) - 1;
  const offset = endOf(before);
  const comma = tokenIn(text, offset, next, ",");
  const anchor = comma === undefined ? offset : endOf(comma);
  const line = tokenIn(text, anchor, next, "\r", "\n")?.offset;
  const lead = comma === undefined ? "," : "";
  // A list without a comma at its end gets none.
  const end = comma === undefined ? "" : ",";
  if (line === undefined) {
    const gap = gapOf(text, children);
    const between = text.slice(offset, anchor);
    return {
      offset,
      length: anchor - offset,
      content: `${between}${lead}${gap}${values.join(`,${gap}`)}${end}`,
    };
  }
  const eol = text.startsWith("\r\n", line) ? "\r\n" : "\n";
  const indented = `${eol}${indentAt(text, before.offset)}`;
  const lines = `${indented}${values.join(`,${indented}`)}${end}`;
  return { offset, length: line - offset, content: `${lead}${text.slice(offset, line)}${lines}` };
}

/** The tokens of a stretch of a text, comments and ends of lines among them. */
function tokensIn(text: string, from: number, to: number): Pick<TextEdit, "offset" | "length">[] {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  const tokens = [];
  while (scanner.getPosition() < to) {
    scanner.scan();
    tokens.push({ offset: scanner.getTokenOffset(), length: scanner.getTokenLength() });
  }
  return tokens;
}

/** The first token of a stretch that begins with one of some characters. */
const tokenIn = (text: string, from: number, to: number, ...first: readonly string[]) =>
  tokensIn(text, from, to).find(({ offset }) => first.includes(text[offset] ?? ""));

/** The blanks that stand behind a comma in a list on one line. */
function gapOf(text: string, [first, second]: readonly Node[]): string {
  if (first === undefined || second === undefined) return " ";
  return /^,([ \t]*)$/.exec(text.slice(endOf(first), second.offset))?.[1] ?? " ";
}

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** A list in the place of a range, with the range's comments. */
function listOf(values: readonly string[], text: string, range: Node): string {
  const comments = tokensIn(text, range.offset, endOf(range))
    .filter(({ offset }) => text[offset] === "/")
    .map(({ offset, length }) => text.slice(offset, offset + length));
  if (comments.length === 0) return `[${values.join(", ")}]`;
  const outer = indentAt(text, range.offset);
  const lines = [...comments, values.join(", ")].map(line => `\n${outer}  ${line}`);
  return `[${lines.join("")}\n${outer}]`;
}
