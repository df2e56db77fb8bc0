import type { Place } from "../../modules/module-text.ts";

/** The innermost place of a program in an error's stack; null where it is not in it. */
export function placeInStack(error: unknown, url: string): Place | null {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const at = stack.indexOf(`${url}:`);
  const [, line, column] = at < 0 ? [] : (/^:(\d+):(\d+)/.exec(stack.slice(at + url.length)) ?? []);
  return line === undefined ? null : { line: Number(line), column: Number(column) };
}
