import { basename, dirname, join } from "node:path";
import { nameOfFile } from "../experiment/defaults.ts";
import type { Setting } from "../experiment/read.ts";
export { FEWEST_SEEDS } from "../statistics/fewest-seeds.ts";
import { readSweep, type CheckedSweep } from "./read.ts";

/** So many seeds one command trains at most. */
export const MOST_SEEDS = 100;

/** The name of the seeds of an experiment's file, and of their sweep. */
export const seedsName = (file: string): string => `${nameOfFile(file)}-seeds`;

export interface Seeds {
  /** The first seed; the others follow it. */
  readonly first: number;
  readonly count: number;
  /** Other values than the file's, for all of them. */
  readonly settings: readonly Setting[];
}

/** The sweep that trains an experiment with several seeds: it has no axes but what is set for all. Throws InputError. */
export function seedsSweep(file: string, { first, count, settings }: Seeds): CheckedSweep {
  const text = JSON.stringify({
    experiment: basename(file),
    axes: Object.fromEntries(settings.map(({ key, value }) => [key, [value]])),
    seeds: Array.from({ length: count }, (_, i) => first + i),
  });
  return readSweep(text, join(dirname(file), `${seedsName(file)}.sweep.json`));
}
