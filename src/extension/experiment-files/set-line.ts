import { readExperiment } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { typedWord } from "../../plain/shell-word.ts";
import { keyChoices, valueText } from "./key-paths.ts";

/** What an experiment is when its file says nothing but its data. */
export function defaultsFor(experiment: Experiment): Experiment {
  return readExperiment(JSON.stringify({ name: experiment.name, data: experiment.data }), experiment.name);
}

/**
 * The `--set` words that make a base experiment into another one, as the terminal command takes them. A part of another
 * kind, or of a module that is told other things, is set as a whole. What the base leaves to its default is set too where other data have another default.
 */
export function setWords(experiment: Experiment, base: Experiment): string[] {
  const words: string[] = [];
  const set = (key: string, value: unknown) => {
    words.push("--set", typedWord(`${key}=${valueText(value)}`));
  };
  const [before, after] = [defaultsFor(base), defaultsFor(experiment)];
  const whole = new Set<string>();
  for (const part of ["data", "generator", "discriminator", "pairing"] as const) {
    const stands = part === "data" || before[part].kind === after[part].kind;
    if (stands && kindOf(experiment[part]) === kindOf(base[part])) continue;
    whole.add(part);
    set(part, experiment[part]);
  }
  const [held, defaultBefore, defaultAfter] = [base, before, after].map(valuesByKey);
  for (const { key, value } of keyChoices(experiment)) {
    const [part = ""] = key.split(".");
    const stands =
      held?.get(key) === JSON.stringify(value) && defaultBefore?.get(key) === defaultAfter?.get(key);
    if (!whole.has(part) && !stands) set(key, value);
  }
  return words;
}

/** Options have no defaults: what one experiment has and the other lacks cannot be set away. */
const kindOf = (part: Experiment["data" | "generator" | "discriminator" | "pairing"]): string =>
  part.kind === "custom" ? `${part.module} ${JSON.stringify(part.options)}` : part.kind;

const valuesByKey = (experiment: Experiment): Map<string, string> =>
  new Map(keyChoices(experiment).map(({ key, value }) => [key, JSON.stringify(value)]));
