import { parseSetting } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { readNumbers, whyNoNumber } from "../../plain/typed-number.ts";
import { notAxes } from "../../sweeps/json-schema.ts";
import { keyChoices, type KeyChoice } from "./key-paths.ts";

/** A key of an experiment and the values that a sweep gives it. */
export interface Axis {
  readonly key: string;
  readonly values: readonly unknown[];
}

export interface SweepChoices {
  /** The experiment's file, beside which the sweep's lies. */
  readonly experiment: string;
  readonly axes: readonly Axis[];
  /** How many, from the experiment's own on. */
  readonly seeds: number;
}

/** The keys that a sweep can vary, that of the pairing weight first. */
export const axisChoices = (experiment: Experiment): KeyChoice[] =>
  keyChoices(experiment)
    .filter(({ key, value }) => !notAxes.includes(key) && !Array.isArray(value))
    .sort((a, b) => Number(b.key === WEIGHT) - Number(a.key === WEIGHT));

const WEIGHT = "pairing.weight";

/** Values to begin with: for the weight those that the study searched, else around what the experiment has. */
export function proposedValues({ key, value }: KeyChoice): string {
  if (key === WEIGHT) return "0 0.001 0.003 0.01 0.03 0.1";
  if (typeof value === "boolean") return "false true";
  if (typeof value !== "number") return String(value);
  if (value === 0) return "0 0.01 0.1";
  const around = Number.isInteger(value)
    ? [Math.ceil(value / 2), value, 2 * value]
    : [value / 3, value, 3 * value];
  return [...new Set(around.map(one => Number(one.toPrecision(3))))].join(" ");
}

/** What was typed for a key: values with blanks or semicolons between, or why it is none. Throws InputError for JSON that is none. */
export function valuesFrom(
  { key, value }: KeyChoice,
  typed: string,
): { readonly values: readonly unknown[] } | { readonly problem: string } {
  if (typeof value !== "number") {
    const words = typed.split(/[\s;]+/).filter(word => word !== "");
    return { values: [...new Set(words.map(word => parseSetting(`${key}=${word}`).value))] };
  }
  const listed = readNumbers(typed);
  const problem = listed.map(({ read }) => whyNoNumber(read)).find(why => why !== null);
  if (problem !== undefined) return { problem };
  return { values: [...new Set(listed.flatMap(({ read }) => (read.is === "number" ? [read.value] : [])))] };
}

/** The name of a new sweep: its experiment's and its first key's. */
export function proposedName(experiment: string, [first]: readonly Axis[]): string {
  const key = first?.key.split(".").at(-1) ?? "seeds";
  return `${experiment}-${key}`;
}

/** The text of a new sweep's file. */
export function newSweepText({ experiment, axes, seeds }: SweepChoices, first: number): string {
  const line = (values: readonly unknown[]) => `[${values.map(value => JSON.stringify(value)).join(", ")}]`;
  const axisLines = axes.map(({ key, values }) => `    ${JSON.stringify(key)}: ${line(values)}`);
  const runs = axes.reduce((count, { values }) => count * values.length, seeds);
  return `// ${runs} runs: every combination of the values below, each with every seed. A difference from the baseline is told
// from chance only with enough seeds; the report says how many that takes.
{
  "experiment": ${JSON.stringify(experiment)},
  "axes": {
${axisLines.join(",\n")}
  },
  "seeds": ${line(Array.from({ length: seeds }, (_, i) => first + i))}
}
`;
}
