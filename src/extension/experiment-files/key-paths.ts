import { isFields } from "../../plain/fields.ts";
import { schemaAt } from "../../experiment/json-schema.ts";
import type { Experiment } from "../../experiment/schema.ts";

/** A value of an experiment that can be set by its key path. */
export interface KeyChoice {
  readonly key: string;
  readonly value: unknown;
  readonly title: string;
  readonly description: string;
}

/** Every value of a resolved experiment, by key path, with what the schema says of it. Lists are values as a whole. */
export function keyChoices(experiment: Experiment): KeyChoice[] {
  const choices: KeyChoice[] = [];
  const visit = (value: unknown, path: readonly string[], holders: readonly unknown[]): void => {
    if (isFields(value)) {
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key], [...holders, value]);
      return;
    }
    const kindAt = (depth: number) => {
      const holder = holders[depth];
      return isFields(holder) ? holder["kind"] : undefined;
    };
    const schema = schemaAt(path, kindAt);
    const key = path.join(".");
    choices.push({ key, value, title: schema?.title ?? "", description: schema?.description ?? "" });
  };
  visit(experiment, [], []);
  return choices;
}

/** A value as it is typed: texts without quotes, everything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
