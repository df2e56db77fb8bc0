import { basename, dirname } from "node:path";
import type { ObservedRun, RunListing } from "../../runs/list.ts";
import { counted, grouped } from "../number-text.ts";
import { wordsApart } from "../../protocol/run-names.ts";
import { coverageOf, namedRun, valueOf } from "./run-row.ts";
import type { Row } from "./tree-node.ts";
import type { Notes } from "../../runs/notes.ts";

export const sortOrders = ["newest", "name", "coverage", "state"] as const;
export type SortOrder = (typeof sortOrders)[number];

export interface Arrangement {
  readonly listings: readonly RunListing[];
  readonly notesOf: (folder: string) => Notes;
  /** What a run was made of: a key that runs of one experiment share, and its file, where it is there. */
  readonly originOf: (run: ObservedRun) => {
    readonly key: string;
    readonly file: { readonly path: string } | null;
  };
  /** Whether the filter lets a run through. */
  readonly shows: (run: ObservedRun, notes: Notes) => boolean;
  readonly sort: SortOrder;
  /** Whether somebody trains the sweep of a folder. */
  readonly isSweeping?: (folder: string) => boolean;
  /** How many runs the sweep of a folder is to have; null where no record says so. */
  readonly plannedIn?: (folder: string) => number | null;
  /** How many runs a group shows before the rest is one row; by the group's key where more were asked for. */
  readonly most: (key: string) => number;
}

interface Entry {
  readonly run: ObservedRun;
  readonly notes: Notes;
  readonly origin: ReturnType<Arrangement["originOf"]>;
}

const stateOrder = ["training", "starting", "paused", "queued", "lost", "failed", "stopped", "done"];

function comparison(sort: Exclude<SortOrder, "newest">, a: Entry, b: Entry): number {
  switch (sort) {
    case "name":
      return nameOf(a).localeCompare(nameOf(b)) || a.run.info.seed - b.run.info.seed;
    case "coverage":
      return rankByCoverage(b.run) - rankByCoverage(a.run);
    case "state":
      return stateOrder.indexOf(a.run.state) - stateOrder.indexOf(b.run.state);
    default:
      return sort satisfies never;
  }
}

/** An undefined coverage is worse than any, one that was not measured yet comes after it. */
function rankByCoverage(run: ObservedRun): number {
  const coverage = coverageOf(run);
  return valueOf(coverage) ?? (coverage.kind === "undefined" ? -1 : -2);
}

const nameOf = ({ run, notes }: Entry): string => notes.name ?? run.info.name;

/**
 * The rows of the explorer: experiments by their newest run, in each its sweeps and runs, branches under the run they
 * began from, at the end the folders that cannot be read. Listings come newest first; sorting keeps that order among equals.
 */
export function arrange(arrangement: Arrangement): Row[] {
  const { listings, notesOf, originOf, shows, sort } = arrangement;
  const runs = listings.flatMap(listing => (listing.kind === "run" ? [listing] : []));
  const known = runs.map(run => ({ run, notes: notesOf(run.folder), origin: originOf(run) }));
  const entries = sort === "newest" ? known : known.sort((a, b) => comparison(sort, a, b));
  const shown = entries.filter(({ run, notes }) => shows(run, notes));
  const keyOf = ({ origin }: Entry) => origin.key;
  const totals = countBy(entries, keyOf);
  const groups = [...groupBy(shown, keyOf)].flatMap(([group, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    const file = first.origin.file?.path ?? null;
    return [{ group, members, file, name: file === null ? first.run.info.experiment.name : basename(file) }];
  });
  const named = countBy(groups, ({ name }) => name);
  const experiments = groups.map(({ group, members, file, name }): Row => {
    const total = totals.get(group) ?? 0;
    const key = `experiment ${group}`;
    const count =
      members.length === total ? counted(total, "run") : `${grouped(members.length)} of ${grouped(total)}`;
    const children = inExperiment(key, members, arrangement, members.length === total);
    return { kind: "experiment", key, name, file, alone: named.get(name) === 1, count, children };
  });
  const broken = listings.flatMap((listing): Row[] =>
    listing.kind === "broken"
      ? [{ ...listing, key: `broken ${listing.folder}`, reason: shortReason(listing), children: [] }]
      : [],
  );
  return [...experiments, ...broken];
}

/** The reason without the path that the row shows anyway. */
function shortReason({ folder, reason }: { readonly folder: string; readonly reason: string }): string {
  return reason.replaceAll(`${folder}/`, "").replaceAll(folder, basename(folder));
}

/** What an experiment's row holds; `all`: nothing of it is filtered out, so a sweep is counted as its report counts it. */
function inExperiment(key: string, members: readonly Entry[], arrangement: Arrangement, all: boolean): Row[] {
  const sweeps = groupBy(
    members.filter(({ run }) => run.info.sweep !== undefined),
    ({ run }) => JSON.stringify([run.info.sweep?.name, dirname(run.folder)]),
  );
  const sweepRows = [...sweeps.values()].flatMap((runs): Row[] => {
    const [first] = runs;
    if (first === undefined) return [];
    const name = first.run.info.sweep?.name ?? "";
    const folder = dirname(first.run.folder);
    const sweepKey = `${key} sweep ${name} ${folder}`;
    const done = runs.filter(({ run }) => run.state === "done").length;
    const sweeping = arrangement.isSweeping?.(folder) ?? false;
    const planned = all ? (arrangement.plannedIn?.(folder) ?? 0) : 0;
    const of = Math.max(runs.length, planned);
    const count = `${grouped(done)} of ${grouped(of)}${sweeping ? ", training" : ""}`;
    const children = runRows(sweepKey, runs, arrangement);
    return [{ kind: "sweep", key: sweepKey, name, folder, sweeping, done: done === of, count, children }];
  });
  const alone = members.filter(({ run }) => run.info.sweep === undefined);
  return [...sweepRows, ...runRows(key, alone, arrangement)];
}

/** Runs with their branches below them; a branch whose parent is not among them stands by itself. */
function runRows(key: string, members: readonly Entry[], { most }: Arrangement): Row[] {
  const ids = new Set(members.map(({ run }) => run.info.id));
  const branches = groupBy(members, ({ run }) => {
    const parent = run.info.parent?.id;
    return parent !== undefined && parent !== run.info.id && ids.has(parent) ? parent : "";
  });
  const placed = new Set<string>();
  const rowOf = (own: Entry, apart: readonly string[], underParent: boolean): Row => {
    const { run, notes } = own;
    placed.add(run.info.id);
    const below = (branches.get(run.info.id) ?? []).filter(entry => !placed.has(entry.run.info.id));
    // Branches are told apart from what they began from, too.
    const [, ...words] = apartIn([own, ...below]);
    const children = below.map((entry, i) => rowOf(entry, words[i] ?? [], true));
    return { kind: "run", key: run.folder, run, notes, apart, underParent, children };
  };
  const top = [...(branches.get("") ?? []), ...inCircles(members)];
  const limit = most(key);
  const listed = top.slice(0, limit);
  const words = apartIn(listed);
  const rows = listed.map((entry, i) => rowOf(entry, words[i] ?? [], false));
  const hidden = top.length - rows.length;
  return hidden > 0 ? [...rows, { kind: "more", key: `${key} more`, hidden, children: [] }] : rows;
}

const apartIn = (entries: readonly Entry[]): string[][] =>
  wordsApart(entries.map(({ run, notes }) => namedRun(run, notes)));

/** Runs whose parents lead back to themselves, as only a file changed by hand can say: one of each circle. */
function inCircles(members: readonly Entry[]): Entry[] {
  const branches = members.filter(({ run }) => run.info.parent !== null);
  const parents = new Map(branches.map(({ run }) => [run.info.id, run.info.parent?.id]));
  return branches.filter(({ run: { info } }) => {
    const passed = new Set<string>();
    let id: string | undefined = info.id;
    while (id !== undefined && !passed.has(id)) {
      passed.add(id);
      id = parents.get(id);
    }
    // Of the circle, the one whose id comes first begins; a run that is its own parent stands by itself anyway.
    return id === info.id && passed.size > 1 && [...passed].every(other => other >= info.id);
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  return new Map([...groupBy(items, keyOf)].map(([key, group]) => [key, group.length]));
}
