import { formatStep } from "./format.ts";

/** "undefined at 3,000: no two outputs differ" */
export function undefinedWords(step: number, reason: string | undefined): string {
  return `undefined at ${formatStep(step)}${reason === undefined ? "" : `: ${reason}`}`;
}
