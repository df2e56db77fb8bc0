import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { keptIn, type Kept } from "../../src/protocol/page-protocol.ts";
import { tablePage } from "../../src/protocol/table-page.ts";
import type {
  ColumnFacts,
  TableCalls,
  TableHead,
  TableItem,
  TableRow,
  TableState,
  TableWish,
} from "../../src/protocol/table.ts";
import { Problems } from "../controls/problems.ts";
import { Arrangement } from "../host/arrangement.ts";
import { connectStream, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";
import { readArranged, type Arranged } from "./arranged.ts";
import { sortRows } from "./sort-rows.ts";

/** So long after the last key a filter is carried out, in milliseconds. */
const TYPING_MS = 200;

interface Shown {
  readonly head: TableHead;
  readonly rows: ReadonlyMap<string, TableRow>;
}

/** A cell of the grid: a row by its key, null for the heads; and a place among the columns. */
export interface Place {
  readonly key: string | null;
  readonly column: number;
}

/** What the table of runs knows: the host's rows, what a person arranged, selected, and where the keyboard is. */
export class TableModel {
  /** The host's; null until it has come. */
  readonly state = signal<Shown | null>(null);
  readonly lost = signal<string | null>(null);
  readonly arranged: Signal<Arranged>;
  readonly arrange: Arrangement<Arranged>["arrange"];
  readonly problems = new Problems();
  readonly attempt = this.problems.attempt;
  readonly connection: PageConnection<TableCalls>;
  readonly call: PageConnection<TableCalls>["call"];
  /** The filter as it is typed. */
  readonly typed: Signal<string>;
  readonly columns: ReadonlySignal<readonly ColumnFacts[]>;
  /** The rows in their order. */
  readonly rows: ReadonlySignal<readonly TableRow[]>;
  /** Keys of rows. */
  readonly selected = signal<ReadonlySet<string>>(new Set());
  readonly focus = signal<Place>({ key: null, column: 1 });
  /** What was done last, for screen readers. */
  readonly said = signal("");
  /** Those that are selected, in the same order. */
  readonly selectedRows: ReadonlySignal<readonly TableRow[]>;
  readonly #places: ReadonlySignal<ReadonlyMap<string, number>>;
  readonly #port: Port<Kept<object>>;
  #anchor: string | null = null;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(port: Port<Kept<object>>) {
    this.#port = port;
    const arrangement = new Arrangement(readArranged(keptIn(tablePage, port.saved())?.ui), () => {
      this.keep();
    });
    this.arranged = arrangement.all;
    this.arrange = arrangement.arrange;
    this.typed = signal(this.arranged.peek().wish?.filter ?? "");
    this.connection = connectStream(port, tablePage, {
      updateOf: ({ update }) => update,
      snapshot: (state: TableState) => {
        this.#begin(state);
      },
      append: (items: readonly TableItem[]) => {
        this.#append(items);
      },
      lost: this.lost,
      start: call => call("table/start", this.arranged.peek().wish),
    });
    this.call = this.connection.call;
    const head = computed(() => this.state.value?.head ?? null);
    this.columns = computed(() => {
      const facts = new Map((head.value?.offered ?? []).map(column => [column.key, column]));
      return (head.value?.wish.columns ?? []).map(key => facts.get(key) ?? unknownColumn(key));
    });
    this.rows = computed(() =>
      sortRows(
        this.state.value?.rows.values() ?? [],
        head.value?.wish.columns ?? [],
        this.arranged.value.sort,
      ),
    );
    this.#places = computed(() => new Map(this.rows.value.map(({ key }, i) => [key, i])));
    this.selectedRows = computed(() => {
      const selected = this.selected.value;
      return this.rows.value.filter(({ key }) => selected.has(key));
    });
  }

  /** Keeps what was arranged now, for a page that may be gone soon. */
  keep(): void {
    this.#port.save({ ui: this.arranged.peek() });
  }

  /** The place of a row in the order; -1 for the heads, and for a row that is gone. */
  placeOf(key: string | null): number {
    return key === null ? -1 : (this.#places.value.get(key) ?? -1);
  }

  /** What the host shows, or will. */
  get wish(): TableWish {
    return (
      this.arranged.peek().wish ??
      this.state.peek()?.head.wish ?? { columns: [], filter: "", together: false }
    );
  }

  change(change: Partial<TableWish>): void {
    this.arrange({ wish: { ...this.wish, ...change } });
    this.connection.restart();
  }

  /** A filter is carried out once nothing more is typed for a moment. */
  type(filter: string): void {
    this.typed.value = filter;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.change({ filter: this.typed.peek() });
    }, TYPING_MS);
  }

  /** Numbers begin with the largest, words with the first. */
  sortBy(key: string, numeric: boolean): void {
    const { sort } = this.arranged.peek();
    const descending = sort?.key === key ? !sort.descending : numeric;
    this.arrange({ sort: { key, descending } });
    this.said.value = `Sorted by ${key.slice(key.indexOf(":") + 1)}, ${descending ? "descending" : "ascending"}`;
  }

  /** Shows a column or hides it. */
  toggleColumn(key: string): void {
    const { columns } = this.wish;
    this.change({ columns: columns.includes(key) ? columns.filter(one => one !== key) : [...columns, key] });
  }

  moveColumn(key: string, by: -1 | 1): void {
    const columns = [...this.wish.columns];
    const from = columns.indexOf(key);
    const other = columns[from + by];
    if (from < 0 || other === undefined) return;
    [columns[from], columns[from + by]] = [other, key];
    this.change({ columns });
  }

  toggle(key: string): void {
    const selected = new Set(this.selected.peek());
    if (!selected.delete(key)) selected.add(key);
    this.#anchor = key;
    this.#select(selected);
  }

  /** Selects all rows from the one that was toggled last to this one. */
  selectTo(key: string): void {
    const [from, to] = [this.placeOf(this.#anchor), this.placeOf(key)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    const range = this.rows.peek().slice(Math.max(0, from), to + 1);
    this.#select(new Set([...this.selected.peek(), ...range.map(row => row.key)]));
  }

  selectAll(): void {
    this.#select(new Set(this.rows.peek().map(({ key }) => key)));
  }

  selectNone(): void {
    this.#select(new Set());
  }

  /** The runs that are meant: those selected, or else those of a row. */
  meant(key: string | null): readonly string[] {
    const selected = this.selectedRows.peek().flatMap(({ runs }) => runs);
    return selected.length > 0 ? selected : (this.rows.peek()[this.placeOf(key)]?.runs ?? []);
  }

  open(row: TableRow): void {
    const [run] = row.runs;
    if (run !== undefined) this.attempt(this.call("runs/open", { run }));
  }

  bin(runs: readonly string[]): void {
    if (runs.length > 0) this.attempt(this.call("runs/bin", { runs }));
  }

  #select(selected: ReadonlySet<string>): void {
    this.selected.value = selected;
    this.said.value = selected.size === 0 ? "Nothing selected" : `${selected.size} selected`;
  }

  #begin({ head, rows }: TableState): void {
    batch(() => {
      this.lost.value = null;
      this.state.value = { head, rows: new Map(rows.map(row => [row.key, row])) };
      if (this.arranged.peek().wish === null) {
        this.typed.value = head.wish.filter;
        this.arrange({ wish: head.wish });
      }
      this.#forgetGone();
    });
    this.keep();
  }

  #append(items: readonly TableItem[]): void {
    const before = this.state.peek();
    if (before === null) return;
    let { head } = before;
    const rows = new Map(before.rows);
    for (const item of items)
      switch (item.kind) {
        case "head":
          head = item.head;
          break;
        case "row":
          rows.set(item.row.key, item.row);
          break;
        case "gone":
          rows.delete(item.key);
          break;
        default:
          item satisfies never;
      }
    batch(() => {
      this.state.value = { head, rows };
      this.#forgetGone();
    });
  }

  /** What is gone is selected no more. */
  #forgetGone(): void {
    const rows = this.state.peek()?.rows;
    const selected = this.selected.peek();
    const left = [...selected].filter(key => rows?.has(key) === true);
    if (left.length < selected.size) this.selected.value = new Set(left);
  }
}

/** One that no run has now, which was chosen before. */
const unknownColumn = (key: string): ColumnFacts => ({
  key,
  group: "Setting",
  title: key.slice(key.indexOf(":") + 1),
  description: "No run here has it",
  numeric: false,
  differs: false,
});
