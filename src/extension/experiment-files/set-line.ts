import { readExperiment } from "../../experiment/read.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { keyChoices, valueText } from "./key-paths.ts";

/** What an experiment is when its file says nothing but its data. */
export function defaultsFor(experiment: Experiment): Experiment {
  return readExperiment(JSON.stringify({ name: experiment.name, data: experiment.data }), experiment.name);
}

/** A word of a POSIX shell's command line, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The `--set` words that make a base experiment into another one, as the terminal command takes them. A part of another
 * kind is set as a whole.
 */
export function setWords(experiment: Experiment, base: Experiment): string[] {
  const words: string[] = [];
  const set = (key: string, value: unknown) => {
    words.push("--set", shellWord(`${key}=${valueText(value)}`));
  };
  const whole = new Set<string>();
  for (const part of ["data", "generator", "discriminator", "pairing"] as const) {
    if (experiment[part].kind === base[part].kind) continue;
    whole.add(part);
    set(part, experiment[part]);
  }
  const before = new Map(keyChoices(base).map(({ key, value }) => [key, JSON.stringify(value)]));
  for (const { key, value } of keyChoices(experiment)) {
    const [part = ""] = key.split(".");
    if (!whole.has(part) && before.get(key) !== JSON.stringify(value)) set(key, value);
  }
  return words;
}
