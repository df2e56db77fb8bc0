import { nameWith, wordsApart } from "../../src/protocol/run-names.ts";
import type { SharedRun } from "../../src/protocol/shared-page.ts";

/** What a compared run is called, whole and where there is little room. */
export interface ComparedName {
  readonly whole: string;
  readonly short: string;
}

/** The names of runs beside each other: what tells them apart first. */
export function namesOf(runs: readonly SharedRun[]): ComparedName[] {
  const words = wordsApart(
    runs.map(({ name, facts: { seed, parent, experiment, createdAt } }) => ({
      name,
      seed,
      parent,
      experiment,
      createdAt,
    })),
  );
  return runs.map(({ name }, i) => {
    const own = words[i] ?? [];
    return { whole: nameWith(own, name), short: own[0] ?? name };
  });
}
