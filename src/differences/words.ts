import { formatKnob, formatStep } from "../plain/written-number.ts";
import type { Setting } from "./differ.ts";
import type { Fact, Turn } from "./side.ts";

export const NOT_THERE = "none";

/** A value of an experiment as it is written: text without quotes, the rest as JSON. */
export const valueWords = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** "0.02", "0.02 (default)", "none" */
export const settingWords = (setting: Setting | null): string =>
  setting === null ? NOT_THERE : `${valueWords(setting.value)}${setting.isDefault ? " (default)" : ""}`;

/** As it was turned: two that differ are never written alike. */
const exact = (value: number) => formatKnob(value, 17);

/** "0.02 → 0.05 @4,000", with the run that it was done to where that is another. */
export function turnWords({ from, to, step, of }: Turn): string {
  const turned = `${from === null ? "" : `${exact(from)} → `}${exact(to)} @${formatStep(step)}`;
  return of === null ? turned : `${turned} in ${of}`;
}

/** "not turned", or every turn in order. */
export const turnsWords = (turns: readonly Turn[]): string =>
  turns.length === 0 ? "not turned" : turns.map(turnWords).join(", ");

/** The first digits of a digest tell two apart. */
const DIGITS = 12;

export const factWords = (fact: Fact, said: string): string =>
  fact === "data" || fact === "features" ? said.slice(0, DIGITS) : said;

/** What of a module's text only one side has. */
export const linesWords = (count: number): string => `${count} ${count === 1 ? "line" : "lines"} of its own`;
