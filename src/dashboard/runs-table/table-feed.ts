import { createHash } from "node:crypto";
import {
  tableLimits,
  type TableHead,
  type TableItem,
  type TableRow,
  type TableUpdate,
  type TableWish,
} from "../../protocol/table.ts";
import type { RunIndex } from "../../runs/run-index.ts";
import { Turns } from "../../runs/turns.ts";
import { letGo } from "../../unattended/unattended.ts";
import { Telling } from "../telling.ts";
import { OfferedColumns, usualColumns, type Entry } from "./table-columns.ts";
import { groupKeyOf, groupRow, rowOf } from "./table-rows.ts";
import type { ShownTable } from "./table-text.ts";

/** How soon the page hears of a change, in milliseconds; what changes meanwhile is told together. */
const CALM_MS = 300;

type RunTest = (run: Entry["run"], notes: Entry["notes"]) => boolean;

export interface TableFeedOptions {
  readonly index: Pick<RunIndex, "all" | "listings" | "notesOf" | "onChange" | "settled">;
  /** Reads a filter: a test, or why it cannot be read. */
  readonly parse: (filter: string) => RunTest | string;
  readonly post: (update: TableUpdate) => void;
}

/** What is known of a run under the present wish. */
interface Known extends Entry {
  readonly wish: TableWish;
  /** Null where the filter hides it. */
  readonly row: TableRow | null;
}

interface Told {
  readonly head: TableHead;
  readonly rows: ReadonlyMap<string, TableRow>;
}

export const usualWish: TableWish = { columns: usualColumns, filter: "", together: false };

/**
 * Follows all runs of a window for its table: sends every row, then those that changed. A run that did not change is
 * neither read nor compared again, so a change among thousands costs little; what is long is cut into slices.
 */
export class TableFeed {
  readonly #options: TableFeedOptions;
  readonly #telling: Telling;
  readonly #stopListening: () => void;
  readonly #offered = new OfferedColumns();
  readonly #known = new Map<string, Known>();
  readonly #groups = new Map<string, { readonly members: readonly TableRow[]; readonly row: TableRow }>();
  #wish = usualWish;
  #test: RunTest | string;
  #told: Told | null = null;
  #generation = 0;
  #seq = 0;
  #work: Promise<void> | null = null;
  #isStale = false;
  #closed = false;

  constructor(options: TableFeedOptions) {
    this.#options = options;
    this.#test = options.parse("");
    this.#telling = new Telling(() => {
      letGo(this.#tell());
    });
    this.#stopListening = options.index.onChange(() => {
      this.#telling.within(CALM_MS);
    });
  }

  /** Sends everything as it is wished, and what is new from then on. */
  async start(wish: TableWish): Promise<void> {
    this.#wish = wish;
    this.#test = this.#options.parse(wish.filter);
    this.#told = null;
    await this.#options.index.settled();
    this.#telling.start();
    await this.#tell();
  }

  setVisible(visible: boolean): void {
    // What a hidden page is sent may be lost.
    if (!visible) this.#told = null;
    this.#telling.setVisible(visible);
  }

  /** The rows of these keys, in this order, with their columns. */
  shown(keys: readonly string[]): ShownTable {
    const { head, rows } = this.#told ?? { head: this.#headOf(0), rows: new Map<string, TableRow>() };
    const facts = new Map(head.offered.map(column => [column.key, column]));
    return {
      columns: head.wish.columns.flatMap(key => facts.get(key) ?? []),
      together: head.wish.together,
      rows: keys.flatMap(key => rows.get(key) ?? []),
    };
  }

  close(): void {
    this.#closed = true;
    this.#stopListening();
    this.#telling.close();
  }

  /** One at a time; what changed meanwhile is told after it. */
  #tell(): Promise<void> {
    if (this.#work !== null) {
      this.#isStale = true;
      return this.#work;
    }
    const work = this.#tellAll().finally(() => {
      this.#work = null;
    });
    this.#work = work;
    return work;
  }

  async #tellAll(): Promise<void> {
    do {
      this.#isStale = false;
      const wish = this.#wish;
      const known = await this.#look(wish);
      if (this.#closed) return;
      if (wish !== this.#wish) {
        this.#isStale = true;
        continue;
      }
      const rows = wish.together ? this.#together(known) : known.flatMap(({ row }) => row ?? []);
      const shown = known.filter(({ row }) => row !== null).length;
      this.#send({
        head: this.#headOf(shown),
        rows: new Map(rows.slice(0, tableLimits.rows).map(row => [row.key, row])),
      });
    } while (this.#isStale);
  }

  /** Every run, with its row where it is shown. */
  async #look(wish: TableWish): Promise<Known[]> {
    const turns = new Turns();
    const { index } = this.#options;
    const test = this.#test;
    const all: Known[] = [];
    for (const run of index.all) {
      const notes = index.notesOf(run.folder);
      const before = this.#known.get(run.folder);
      if (before?.run === run && before.notes === notes && before.wish === wish) all.push(before);
      else {
        this.#offered.look(run);
        const entry = { run, notes };
        const row = typeof test === "string" || test(run, notes) ? rowOf(entry, wish.columns) : null;
        // A run that was read again may be as it was.
        const isSame = before?.wish === wish && JSON.stringify(before.row) === JSON.stringify(row);
        const known = { ...entry, wish, row: isSame ? before.row : row };
        this.#known.set(run.folder, known);
        all.push(known);
      }
      await turns.rest();
    }
    if (this.#known.size > all.length) {
      const folders = new Set(all.map(({ run }) => run.folder));
      for (const folder of this.#known.keys()) if (!folders.has(folder)) this.#known.delete(folder);
    }
    return all;
  }

  #together(all: readonly Known[]): TableRow[] {
    const groups = new Map<string, (Entry & { readonly row: TableRow })[]>();
    for (const { run, notes, row } of all) {
      if (row === null) continue;
      const key = keyOf(run.info);
      const members = groups.get(key) ?? [];
      members.push({ run, notes, row });
      groups.set(key, members);
    }
    const rows: TableRow[] = [];
    for (const [key, members] of groups) {
      const before = this.#groups.get(key);
      const isSame =
        before?.members.length === members.length && members.every(({ row }, i) => before.members[i] === row);
      const row = isSame ? before.row : groupRow(key, members);
      if (row === null) continue;
      this.#groups.set(key, { members: members.map(member => member.row), row });
      rows.push(row);
    }
    for (const key of this.#groups.keys()) if (!groups.has(key)) this.#groups.delete(key);
    return rows;
  }

  #headOf(shown: number): TableHead {
    const { listings } = this.#options.index;
    const runs = listings.filter(({ kind }) => kind === "run").length;
    return {
      wish: this.#wish,
      problem: typeof this.#test === "string" ? this.#test : null,
      offered: this.#offered.facts,
      runs,
      shown,
      broken: listings.length - runs,
    };
  }

  #send(now: Told): void {
    const told = this.#told;
    this.#told = now;
    if (told === null) {
      this.#generation++;
      this.#seq = 0;
      const state = { head: now.head, rows: [...now.rows.values()] };
      this.#options.post({ kind: "snapshot", generation: this.#generation, seq: 0, state });
      return;
    }
    const items: TableItem[] = [];
    if (!isSameHead(told.head, now.head)) items.push({ kind: "head", head: now.head });
    for (const [key, row] of now.rows) if (told.rows.get(key) !== row) items.push({ kind: "row", row });
    for (const key of told.rows.keys()) if (!now.rows.has(key)) items.push({ kind: "gone", key });
    if (items.length === 0) return;
    this.#seq++;
    this.#options.post({ kind: "append", generation: this.#generation, seq: this.#seq, items });
  }
}

const isSameHead = (a: TableHead, b: TableHead): boolean =>
  a.wish === b.wish &&
  a.problem === b.problem &&
  a.offered === b.offered &&
  a.runs === b.runs &&
  a.shown === b.shown &&
  a.broken === b.broken;

/** Of each run.json once: it does not change. */
const keys = new WeakMap<Entry["run"]["info"], string>();
function keyOf(info: Entry["run"]["info"]): string {
  const known = keys.get(info) ?? digest(groupKeyOf(info));
  keys.set(info, known);
  return known;
}

/** Short, since it goes to the page with every row. */
const digest = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 22);
