import { meanInterval } from "../../statistics/mean-interval.ts";
import type { TableCell, TableRow } from "../../protocol/table.ts";
import { whyNotBy } from "../../runs/other-trainer.ts";
import type { RunInfo } from "../../runs/run-info.ts";
import { cellOf, type Entry } from "./table-columns.ts";

const none: TableCell = { kind: "none" };

/** A run as a row. */
export function rowOf(entry: Entry, columns: readonly string[]): TableRow {
  const { run, notes } = entry;
  return {
    key: run.folder,
    name: (notes.name ?? run.info.name).slice(0, 1_000),
    seeds: String(run.info.seed),
    state: run.state,
    star: notes.star,
    noBranch: whyNotBy(run.info, "branch")?.slice(0, 1_000) ?? null,
    createdAt: run.info.createdAt.slice(0, 1_000),
    runs: [run.folder],
    cells: columns.map(key => cellOf(key, entry)),
  };
}

/** Equal for runs that differ by their seed alone: the same experiment, from the same step of a parent or from none. */
export function groupKeyOf({ experiment, parent }: RunInfo): string {
  return JSON.stringify([parent?.step ?? null, { ...experiment, seed: null }]);
}

/** The runs of one experiment and their rows, newest first, as one row. Of a seed that was trained twice the newest counts. */
export function groupRow(
  key: string,
  members: readonly (Entry & { readonly row: TableRow })[],
): TableRow | null {
  const bySeed = new Map<number, Entry & { readonly row: TableRow }>();
  for (const member of members) {
    const { seed } = member.run.info;
    if (!bySeed.has(seed)) bySeed.set(seed, member);
  }
  const seeds = [...bySeed.values()];
  const [newest] = seeds;
  if (newest === undefined) return null;
  return {
    ...newest.row,
    key,
    name: newest.run.info.name.slice(0, 1_000),
    seeds: seeds.length === 1 ? "1 seed" : `${seeds.length} seeds`,
    star: members.some(({ row }) => row.star),
    runs: seeds.map(({ row }) => row.key),
    cells: newest.row.cells.map((_, i) => together(seeds.map(({ row }) => row.cells[i] ?? none))),
  };
}

/** What stands in a column for several seeds: what they share, or the mean of their numbers. */
function together(cells: readonly TableCell[]): TableCell {
  const evaluated = cells.flatMap(cell =>
    cell.kind === "measured" || cell.kind === "undefined" ? [cell] : [],
  );
  if (evaluated.length > 0) return measuredTogether(evaluated);
  const numbers = cells.flatMap(cell => (cell.kind === "number" ? [cell.value] : []));
  if (numbers.length > 0) {
    const [first = 0] = numbers;
    // A setting that all share is no mean of anything.
    if (numbers.length === cells.length && numbers.every(value => value === first))
      return { kind: "number", value: first };
    return meanOf(numbers, 0, null);
  }
  const texts = new Set(cells.flatMap(cell => (cell.kind === "text" ? [cell.text] : [])));
  return texts.size === 0 ? none : { kind: "text", text: [...texts].join("; ").slice(0, 20_000) };
}

/** Only what was evaluated at the same step is compared: the newest that any seed has come to. */
function measuredTogether(
  cells: readonly Extract<TableCell, { readonly kind: "measured" | "undefined" }>[],
): TableCell {
  const steps = cells.map(({ step }) => step ?? -1);
  const newest = Math.max(...steps);
  const there = cells.filter(({ step }) => (step ?? -1) === newest);
  const values = there.flatMap(cell => (cell.kind === "measured" ? [cell.value] : []));
  return meanOf(values, there.length - values.length, newest === -1 ? null : newest);
}

function meanOf(values: readonly number[], undefinedOnes: number, step: number | null): TableCell {
  const interval = meanInterval(values);
  return {
    kind: "mean",
    mean: interval?.mean ?? null,
    halfWidth: interval?.halfWidth ?? null,
    count: values.length,
    undefined: undefinedOnes,
    step,
  };
}
