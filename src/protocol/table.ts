import type { ProtocolVersion } from "./channel.ts";
import type { ShownState } from "./dashboard-state.ts";
import type { Update } from "./stream.ts";
import type { Wire } from "./wire.ts";

/** What the table of runs and its host say to each other. */
export const tableProtocol: ProtocolVersion = { protocol: "pairing-lab table", version: 1 };

export const tableLimits = {
  rows: 200_000,
  columns: 100,
  offered: 5_000,
  filter: 2_000,
  together: 10_000,
} as const;

export const columnGroups = ["Run", "Measure", "Training", "Setting"] as const;
export type ColumnGroup = (typeof columnGroups)[number];

/** A column that can be shown. */
export interface ColumnFacts {
  /** Its kind and what it is of: "measure:quality/coverage", "setting:pairing.weight". */
  readonly key: string;
  readonly group: ColumnGroup;
  readonly title: string;
  readonly description: string;
  /** Whether its values are numbers: they stand to the right, and have means over seeds. */
  readonly numeric: boolean;
  /** Whether the runs that are there differ in it. */
  readonly differs: boolean;
}

export type TableCell =
  /** Not recorded, or nothing that this run has. */
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  /** Of the last evaluation; null: of a run of an early release, which kept no step. */
  | { readonly kind: "measured"; readonly value: number; readonly step: number | null }
  | { readonly kind: "undefined"; readonly reason: string; readonly step: number }
  /**
   * Over seeds: of those that were evaluated at this step, or of a number that is no measure (null). `undefined` of them
   * have no value there.
   */
  | {
      readonly kind: "mean";
      readonly mean: number | null;
      /** Of the 95 % interval; null for fewer than three seeds, and for equal values: they say nothing of their spread. */
      readonly halfWidth: number | null;
      readonly count: number;
      readonly undefined: number;
      readonly step: number | null;
    };

/** A run, or the seeds of an experiment together. */
export interface TableRow {
  /** A run's folder; of seeds together, what is the same for the same ones. */
  readonly key: string;
  readonly name: string;
  /** Its seed, or how many there are. */
  readonly seeds: string;
  readonly state: ShownState;
  readonly star: boolean;
  /** Why nothing can be branched from its newest run, because of who trains it; null where that is no hindrance. */
  readonly noBranch: string | null;
  /** ISO 8601, UTC: of the newest run. */
  readonly createdAt: string;
  /** The folders of its runs, newest first. */
  readonly runs: readonly string[];
  /** One for each shown column. */
  readonly cells: readonly TableCell[];
}

/** What a person chose that the host carries out. */
export interface TableWish {
  readonly columns: readonly string[];
  /** In the explorer's language. */
  readonly filter: string;
  /** The seeds of an experiment are one row. */
  readonly together: boolean;
}

export interface TableHead {
  /** What is shown: as wished, without columns that nothing is known of. */
  readonly wish: TableWish;
  /** Why the filter cannot be read; then every run is shown. */
  readonly problem: string | null;
  /** Every column that there is. */
  readonly offered: readonly ColumnFacts[];
  /** How many runs there are, and how many the filter shows. */
  readonly runs: number;
  readonly shown: number;
  /** Folders that should be runs and cannot be read. */
  readonly broken: number;
}

export interface TableState {
  readonly head: TableHead;
  readonly rows: readonly TableRow[];
}

export type TableItem =
  | { readonly kind: "head"; readonly head: TableHead }
  /** New, or other than before. */
  | { readonly kind: "row"; readonly row: TableRow }
  | { readonly kind: "gone"; readonly key: string };

export type TableUpdate = Update<TableState, TableItem>;
export type TablePacket = Wire | { readonly kind: "table"; readonly update: TableUpdate };

export const tableFormats = ["csv", "tex"] as const;
export type TableFormat = (typeof tableFormats)[number];
export const tableTargets = ["file", "clipboard"] as const;

interface Call<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

export interface TableCalls {
  /** Sends everything, and what is new from then on. Null: as it was wished last in this workspace. */
  readonly "table/start": Call<TableWish | null, null>;
  /** What is shown, its rows in this order. */
  readonly "table/export": Call<
    {
      readonly as: TableFormat;
      readonly target: (typeof tableTargets)[number];
      readonly keys: readonly string[];
    },
    { readonly saved: boolean }
  >;
  readonly "runs/open": Call<{ readonly run: string }, null>;
  readonly "runs/compare": Call<{ readonly runs: readonly string[] }, null>;
  readonly "runs/branch": Call<{ readonly run: string }, null>;
  /** Moves them to the bin, with a notice that brings them back. */
  readonly "runs/bin": Call<{ readonly runs: readonly string[] }, null>;
  /** Trains the demo, where there are no runs. */
  readonly "demo/train": Call<null, null>;
}
