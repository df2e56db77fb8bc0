import type { Experiment } from "../../experiment/schema.ts";
import { keyChoices } from "../experiment-files/key-paths.ts";

/** Where experiments differ: each key path with every one's value there, in order; null where it has none. */
export function differences(experiments: readonly Experiment[]): Record<string, unknown[]> {
  const flat = experiments.map(one => new Map(keyChoices(one).map(({ key, value }) => [key, value])));
  const paths = [...new Set(flat.flatMap(map => [...map.keys()]))];
  return Object.fromEntries(
    paths.flatMap(path => {
      const values = flat.map(map => map.get(path) ?? null);
      const texts = new Set(values.map(value => JSON.stringify(value)));
      return texts.size > 1 ? [[path, values]] : [];
    }),
  );
}
