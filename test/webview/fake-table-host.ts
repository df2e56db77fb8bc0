import { groupRow } from "../../src/dashboard/runs-table/table-rows.ts";
import type { Entry } from "../../src/dashboard/runs-table/table-columns.ts";
import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, serveAnew } from "../../src/protocol/channel.ts";
import { tablePage } from "../../src/protocol/table-page.ts";
import {
  tableProtocol,
  type ColumnFacts,
  type TableCalls,
  type TableCell,
  type TableItem,
  type TablePacket,
  type TableRow,
  type TableState,
  type TableWish,
} from "../../src/protocol/table.ts";
import { fakeEditor, type FakeEditor } from "./fake-editor.ts";

/** Which runs there are, given before the page loads. */
export interface TableHostOptions {
  readonly runs?: number;
  readonly broken?: number;
  /** The runs are being read, for as long as the page is looked at. */
  readonly reading?: boolean;
  /** Why the runs cannot be read. */
  readonly failure?: string;
}

export interface TableHostControls extends FakeEditor {
  /** The run of a number has come to a step, with this coverage. */
  readonly train: (run: number, step: number, coverage: number) => void;
}

declare global {
  var fakeTableOptions: TableHostOptions | undefined;
  var fakeTableHost: TableHostControls;
}

const { runs = 12, broken = 0, reading = false, failure } = globalThis.fakeTableOptions ?? {};

const measure = (name: string, title: string): ColumnFacts => ({
  key: `measure:quality/${name}`,
  group: "Measure",
  title,
  description: `${title} of the last evaluation`,
  numeric: true,
  differs: true,
});
const setting = (title: string, numeric: boolean, differs: boolean): ColumnFacts => ({
  key: `setting:${title}`,
  group: "Setting",
  title,
  description: "",
  numeric,
  differs,
});
const own = (name: string, title: string, numeric: boolean): ColumnFacts => ({
  key: `run:${name}`,
  group: "Run",
  title,
  description: "",
  numeric,
  differs: true,
});
const offered: readonly ColumnFacts[] = [
  own("step", "Step", true),
  own("tags", "Tags", false),
  own("note", "Note", false),
  measure("precision", "Precision"),
  measure("recall", "Recall"),
  measure("coverage", "Coverage"),
  { ...own("loss", "Generator loss", true), key: "scalar:loss/generator", group: "Training" },
  setting("pairing.weight", true, true),
  setting("penalties.r1.gamma", true, true),
  setting("pairing.kind", false, false),
];

/** Between 0 and 1, the same for the same numbers. */
const share = (...numbers: readonly number[]): number => {
  const wave = Math.sin(numbers.reduce((sum, value, i) => sum + value * (12.9898 + 7.1 * i), 1.2)) * 43_758.5;
  return wave - Math.floor(wave);
};
const weights = [0, 0.002, 0.005, 0.02, 0.05, 0.1];
const trained = new Map<number, { readonly step: number; readonly coverage: number }>();

/** Every fourth run is another seed of the same experiment; the first of each 24 has collapsed. */
function cellOf(run: number, key: string): TableCell {
  const [group, seed] = [Math.floor(run / 4), run % 4];
  const { step, coverage } = trained.get(run) ?? {
    step: 6400,
    coverage: 0.5 + 0.4 * share(group) + 0.04 * share(run, 2),
  };
  const weight = weights[group % weights.length] ?? 0;
  switch (key) {
    case "run:step":
      return { kind: "number", value: step };
    case "run:tags":
      return group % 3 === 0 ? { kind: "text", text: "baseline, for the paper" } : { kind: "none" };
    case "run:note":
      return run === 1
        ? { kind: "text", text: "Turned the weight up at 3,000; modes came back." }
        : { kind: "none" };
    case "measure:quality/coverage":
      return { kind: "measured", value: coverage, step };
    case "measure:quality/precision":
      return run % 24 === 0
        ? { kind: "undefined", reason: "no two outputs differ", step }
        : { kind: "measured", value: 0.7 + 0.25 * share(group, seed), step };
    case "measure:quality/recall":
      return { kind: "measured", value: 0.4 + 0.5 * share(group, seed, 3), step };
    case "scalar:loss/generator":
      return { kind: "number", value: 0.6 + share(run, 9) };
    case "setting:pairing.weight":
      return { kind: "number", value: weight };
    case "setting:penalties.r1.gamma":
      return { kind: "number", value: group % 2 === 0 ? 0 : 0.1 };
    case "setting:pairing.kind":
      return { kind: "text", text: "latent" };
    default:
      return { kind: "none" };
  }
}

const nameOf = (run: number) => `ring-8 · w ${weights[Math.floor(run / 4) % weights.length] ?? 0}`;
const states = ["done", "done", "done", "training", "failed", "stopped"] as const;

const rowOf = (run: number, columns: readonly string[]): TableRow => ({
  key: `/runs/${run}`,
  name: nameOf(run),
  seeds: String(run % 4),
  state: run < 6 ? (states[run] ?? "done") : "done",
  star: run === 2,
  noBranch: run === 3 ? "PyTorch trains this run, not Pairing Lab" : null,
  createdAt: new Date(Date.UTC(2026, 0, 1) + 60_000 * (runs - run)).toISOString(),
  runs: [`/runs/${run}`],
  cells: columns.map(key => cellOf(run, key)),
});

const usual: TableWish = {
  columns: [
    "run:step",
    "setting:pairing.weight",
    "measure:quality/coverage",
    "measure:quality/precision",
    "measure:quality/recall",
    "run:tags",
  ],
  filter: "",
  together: false,
};
let wish = usual;
let generation = 0;
let seq = 0;
const gone = new Set<number>();

function stateOf(): TableState {
  const problem = wish.filter.includes("?") ? "coverage> needs a number, such as coverage>0.9" : null;
  const there = Array.from({ length: runs }, (_, run) => run).filter(run => !gone.has(run));
  const shown = problem !== null ? there : there.filter(run => nameOf(run).includes(wish.filter));
  const rows = shown.map(run => ({ run, row: rowOf(run, wish.columns) }));
  const groups = new Set(shown.map(run => Math.floor(run / 4)));
  const together = [...groups].flatMap(group => {
    const members = rows.filter(({ run }) => Math.floor(run / 4) === group);
    const entries = members.map(({ run, row }) => ({
      ...({ run: { info: { seed: run % 4, name: row.name } } } as unknown as Entry), // what a group asks of it
      row,
    }));
    return groupRow(`group ${group}`, entries) ?? [];
  });
  return {
    head: { wish, problem, offered, runs: there.length, shown: shown.length, broken },
    rows: wish.together ? together : rows.map(({ row }) => row),
  };
}

const post = (packet: TablePacket): void => {
  window.postMessage(packet, "*");
};
const append = (items: readonly TableItem[]): void => {
  seq++;
  post({ kind: "table", update: { kind: "append", generation, seq, items } });
};

const nothing = () => Promise.resolve(null);

const handlers: Handlers<TableCalls> = {
  "table/start": wished => {
    if (failure !== undefined) return Promise.reject(new CallError("failed", failure));
    if (reading) return new Promise(() => undefined);
    wish = wished ?? wish;
    generation++;
    seq = 0;
    setTimeout(() => {
      post({ kind: "table", update: { kind: "snapshot", generation, seq: 0, state: stateOf() } });
    });
    return nothing();
  },
  "table/export": () => Promise.resolve({ saved: true }),
  "runs/open": nothing,
  "runs/compare": nothing,
  "runs/branch": nothing,
  "runs/bin": ({ runs: binned }) => {
    for (const key of binned) gone.add(Number(key.slice("/runs/".length)));
    const { head } = stateOf();
    append([...binned.map(key => ({ kind: "gone", key }) as const), { kind: "head", head }]);
    return nothing();
  },
  "demo/train": nothing,
};

globalThis.fakeTableHost = {
  ...fakeEditor(
    "fake table host state",
    serveAnew(() => serve<TableCalls>(tableProtocol, post, tablePage.params, handlers)),
  ),
  train: (run, step, coverage) => {
    trained.set(run, { step, coverage });
    append([{ kind: "row", row: rowOf(run, wish.columns) }]);
  },
};
