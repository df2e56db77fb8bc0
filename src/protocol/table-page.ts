import { MOST_COMPARED } from "./compare.ts";
import { shownStates } from "./dashboard-state.ts";
import type { PageProtocol } from "./page-protocol.ts";
import { paramReaders, readNews, resultReaders } from "./shape-readers.ts";
import {
  choice,
  fields,
  flag,
  integer,
  list,
  nothing,
  number,
  oneOf,
  orNull,
  text,
  type Shape,
} from "./shapes.ts";
import {
  columnGroups,
  tableFormats,
  tableLimits,
  tableProtocol,
  tableTargets,
  type TableCalls,
  type TableCell,
  type TableHead,
  type TableItem,
  type TablePacket,
  type TableRow,
  type TableState,
  type TableUpdate,
  type TableWish,
} from "./table.ts";

const count = integer(0, 2 ** 32);
const step = integer(0, Number.MAX_SAFE_INTEGER);
const folder = text(32_768);
const short = text(1_000);
const long = text(20_000);

const wish: Shape<TableWish> = fields<TableWish>({
  columns: list(short, tableLimits.columns),
  filter: text(tableLimits.filter),
  together: flag,
});

const cell: Shape<TableCell> = oneOf<TableCell>({
  none: fields({ kind: choice(["none"]) }),
  text: fields({ kind: choice(["text"]), text: long }),
  number: fields({ kind: choice(["number"]), value: number() }),
  measured: fields({ kind: choice(["measured"]), value: number(), step: orNull(step) }),
  undefined: fields({ kind: choice(["undefined"]), reason: long, step }),
  mean: fields({
    kind: choice(["mean"]),
    mean: orNull(number()),
    halfWidth: orNull(number(0)),
    count,
    undefined: count,
    step: orNull(step),
  }),
});

const row: Shape<TableRow> = fields<TableRow>({
  key: folder,
  name: short,
  seeds: short,
  state: choice(shownStates),
  star: flag,
  noBranch: orNull(short),
  createdAt: short,
  runs: list(folder, tableLimits.together),
  cells: list(cell, tableLimits.columns),
});

const head: Shape<TableHead> = fields<TableHead>({
  wish,
  problem: orNull(long),
  offered: list(
    fields({
      key: short,
      group: choice(columnGroups),
      title: short,
      description: long,
      numeric: flag,
      differs: flag,
    }),
    tableLimits.offered,
  ),
  runs: count,
  shown: count,
  broken: count,
});

const state: Shape<TableState> = fields<TableState>({ head, rows: list(row, tableLimits.rows) });
const item: Shape<TableItem> = oneOf<TableItem>({
  head: fields({ kind: choice(["head"]), head }),
  row: fields({ kind: choice(["row"]), row }),
  gone: fields({ kind: choice(["gone"]), key: folder }),
});
const cursor = { generation: count, seq: count };
const update: Shape<TableUpdate> = oneOf<TableUpdate>({
  snapshot: fields({ kind: choice(["snapshot"]), ...cursor, state }),
  append: fields({ kind: choice(["append"]), ...cursor, items: list(item, 2 * tableLimits.rows) }),
});

export const tablePage: PageProtocol<object, TableCalls, TablePacket> = {
  version: tableProtocol,
  start: "table/start",
  params: paramReaders<TableCalls>({
    "table/start": orNull(wish),
    "table/export": fields({
      as: choice(tableFormats),
      target: choice(tableTargets),
      keys: list(folder, tableLimits.rows),
    }),
    "runs/open": fields({ run: folder }),
    "runs/compare": fields({ runs: list(folder, MOST_COMPARED) }),
    "runs/branch": fields({ run: folder }),
    "runs/bin": fields({ runs: list(folder, tableLimits.rows) }),
    "demo/train": nothing,
  }),
  results: resultReaders<TableCalls>({
    "table/start": nothing,
    "table/export": fields({ saved: flag }),
    "runs/open": nothing,
    "runs/compare": nothing,
    "runs/branch": nothing,
    "runs/bin": nothing,
    "demo/train": nothing,
  }),
  kinds: {
    "table/start": "looks",
    "table/export": ({ target }) => (target === "file" ? "writes" : "looks"),
    "runs/open": "looks",
    "runs/compare": "looks",
    "runs/branch": "starts",
    "runs/bin": "writes",
    "demo/train": "starts",
  },
  asking: ["table/export", "runs/branch"],
  read: packet => readNews(packet, "table", "update", update),
  // It is about all runs of the window.
  about: fields({}),
};
