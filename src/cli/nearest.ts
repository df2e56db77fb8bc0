import { nearest } from "../experiment/nearest-name.ts";

/** `; did you mean "NAME"?` where what was typed begins one name or is nearly one, else nothing. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const begun = typed === "" ? [] : names.filter(name => name.startsWith(typed));
  return begun.length === 1 ? `; did you mean ${JSON.stringify(begun[0])}?` : nearest(typed, names);
}
