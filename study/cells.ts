import { createHash } from "node:crypto";
import { readExperiment } from "../src/experiment/read.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import { NONE, type Regime, type Search, type Settings, type StudyPlan } from "./plan.ts";
import { rowKey, type Row, type RowPlace } from "./rows.ts";

/** An arm in a regime: a base and an addition to it. */
export interface Cell {
  readonly regime: string;
  readonly base: string;
  readonly addition: string;
}

/** Runs that are trained as one sweep: every value with every seed. */
export interface Task extends Cell {
  readonly phase: Row["phase"];
  readonly search: Search | null;
  readonly values: readonly unknown[];
  readonly seeds: readonly number[];
  /** The experiment that all of them share, as an experiment file's text. */
  readonly experiment: string;
}

const at = <T>(parts: Readonly<Record<string, T>>, name: string): T => {
  const part = parts[name];
  if (part === undefined) throw new Error(`The plan names ${name} and does not say what it is.`);
  return part;
};

/** The cells of a regime in the order of its families; a base stands before what is added to it. */
export function cellsOf(regime: string, { families }: Regime): Cell[] {
  const cells = Object.values(families).flatMap(({ bases, additions }) =>
    bases.flatMap(base => [NONE, ...additions].map(addition => ({ regime, base, addition }))),
  );
  return [...new Map(cells.map(cell => [`${cell.base} ${cell.addition}`, cell])).values()];
}

export const allCells = (plan: StudyPlan): Cell[] =>
  Object.entries(plan.regimes).flatMap(([name, regime]) => cellsOf(name, regime));

type Rows = ReadonlyMap<string, Row>;

/** What a cell looks for: the addition's number, or the base's own where nothing is added. */
export const searchOf = (regime: Regime, { base, addition }: Cell): Search | null =>
  (addition === NONE ? at(regime.bases, base) : at(regime.additions, addition)).search;

/**
 * The value that a search chose, by the highest mean of the measure over its seeds; of values that are defined in different
 * numbers of them the one that is in most, of equal ones the first. Null where rows are missing.
 */
export function chosenValue(plan: StudyPlan, cell: Cell, rows: Rows): { readonly value: unknown } | null {
  const regime = at(plan.regimes, cell.regime);
  const search = searchOf(regime, cell);
  if (search === null) return { value: null };
  const scores = search.values.map(value => {
    const found = regime.searchSeeds.map(seed => rows.get(rowKey(place(cell, "search", value, seed))));
    if (found.some(row => row === undefined)) return null;
    const values = found.flatMap(row => row?.values[plan.chosenBy] ?? []);
    return {
      value,
      defined: values.length,
      mean: values.reduce((sum, v) => sum + v, 0) / (values.length || 1),
    };
  });
  return scores.reduce((best, score) => {
    if (best === null || score === null) return null;
    const isBetter =
      score.defined > best.defined || (score.defined === best.defined && score.mean > best.mean);
    return isBetter ? score : best;
  }, scores[0] ?? null);
}

const place = (cell: Cell, phase: Row["phase"], value: unknown, seed: number): RowPlace => ({
  regime: cell.regime,
  base: cell.base,
  addition: cell.addition,
  phase,
  value: value as Row["value"],
  seed,
});

/** Where a base's number stands when something is added to it: as its own search chose. Null where that has not ended. */
function baseSettings(plan: StudyPlan, cell: Cell, rows: Rows): Settings | null {
  const part = at(at(plan.regimes, cell.regime).bases, cell.base);
  if (part.search === null || cell.addition === NONE) return part.settings;
  const chosen = chosenValue(plan, { ...cell, addition: NONE }, rows);
  return chosen === null ? null : { ...part.settings, [part.search.key]: chosen.value };
}

/** The places of all rows that a phase of a cell has. */
function placesOf(plan: StudyPlan, cell: Cell, phase: Row["phase"], rows: Rows): RowPlace[] | null {
  const regime = at(plan.regimes, cell.regime);
  const search = searchOf(regime, cell);
  if (phase === "search")
    return (search?.values ?? []).flatMap(value =>
      regime.searchSeeds.map(seed => place(cell, phase, value, seed)),
    );
  const chosen = chosenValue(plan, cell, rows);
  return chosen === null ? null : regime.reportSeeds.map(seed => place(cell, phase, chosen.value, seed));
}

/** The task that trains these values and seeds of a cell. The search of its base must have ended. */
function taskAt(plan: StudyPlan, cell: Cell, rows: Rows, places: readonly RowPlace[]): Task | null {
  const [first] = places;
  if (first === undefined) return null;
  const regime = at(plan.regimes, cell.regime);
  const base = baseSettings(plan, cell, rows);
  if (base === null)
    throw new Error(`${cell.regime}: the search of ${cell.base} is needed before ${cell.addition}.`);
  const { settings } = at(regime.additions, cell.addition);
  return {
    ...cell,
    phase: first.phase,
    search: searchOf(regime, cell),
    values: distinct(places.map(({ value }) => value)),
    seeds: distinct(places.map(({ seed }) => seed)),
    experiment: settled(cell.regime, regime.experiment, { ...base, ...settings }),
  };
}

/** What of a cell is to be trained next, its search before what is reported; null where every row is there. */
export function nextOf(plan: StudyPlan, cell: Cell, rows: Rows): Task | null {
  for (const phase of ["search", "report"] as const) {
    const missing = (placesOf(plan, cell, phase, rows) ?? []).filter(one => !rows.has(rowKey(one)));
    const task = taskAt(plan, cell, rows, missing);
    if (task !== null) return task;
  }
  return null;
}

/** The task that trains one row again. */
export const taskOf = (plan: StudyPlan, row: Row, rows: Rows): Task | null =>
  taskAt(plan, { regime: row.regime, base: row.base, addition: row.addition }, rows, [row]);

const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map(value => [JSON.stringify(value), value])).values(),
];

function settled(name: string, experiment: Settings, settings: Settings): string {
  const text = JSON.stringify({ name, ...experiment });
  const file = `${name}.gan.json`;
  const list = Object.entries(settings).map(([key, value]) => ({ key, value, label: key }));
  return JSON.stringify(readExperiment(text, file, { settings: list }), null, 2);
}

/** How many rows of a cell are there, of how many. */
export function progressOf(plan: StudyPlan, cell: Cell, rows: Rows): { done: number; all: number } {
  const regime = at(plan.regimes, cell.regime);
  const search = placesOf(plan, cell, "search", rows) ?? [];
  const report = placesOf(plan, cell, "report", rows);
  const there = [...search, ...(report ?? [])].filter(one => rows.has(rowKey(one))).length;
  return { done: there, all: search.length + regime.reportSeeds.length };
}

/** What somebody asks of a run and nothing is trained by; newer than the first rows, whose digests stay what they were. */
const wishes: ReadonlySet<string> = new Set(["alerts", "best"]);

/** The digest of a run's experiment as resolved, by all that its training follows from. */
export const digestOfExperiment = (experiment: Experiment): string =>
  createHash("sha256")
    .update(JSON.stringify(experiment, (key, value: unknown) => (wishes.has(key) ? undefined : value)))
    .digest("hex");
