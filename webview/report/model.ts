import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { Problems } from "../controls/problems.ts";
import { keptIn, type FolderAddress, type Kept } from "../../src/protocol/page-protocol.ts";
import { reportPage } from "../../src/protocol/report-page.ts";
import type {
  ReportCalls,
  ReportArm,
  ReportItem,
  ReportMeasure,
  ReportState,
} from "../../src/protocol/report.ts";
import { Arrangement } from "../host/arrangement.ts";
import { connectStream, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";
import {
  coordinatesOf,
  isWithin,
  leadingTags,
  sortArms,
  type Coordinate,
  type SortKey,
} from "../numbers/report.ts";
import { readArranged, type Arranged } from "./arranged.ts";
import { AlongAxis } from "./along-axis.ts";
import { Thumbnails } from "./thumbnails.ts";

/** So many measures have a coordinate beside the sweep's own axes. */
const MOST_COORDINATES = 7;

/** What the report knows: the host's state, what a person arranged, and what follows from both. */
export class ReportModel {
  /** The host's; null until it has come. */
  readonly state = signal<ReportState | null>(null);
  readonly lost = signal<string | null>(null);
  readonly arranged: Signal<Arranged>;
  readonly arrange: Arrangement<Arranged>["arrange"];
  readonly problems = new Problems();
  readonly attempt = this.problems.attempt;
  /** The configuration that is pointed at, highlighted everywhere; by its key. */
  readonly hovered = signal<string | null>(null);
  readonly connection: PageConnection<ReportCalls>;
  readonly call: PageConnection<ReportCalls>["call"];
  readonly thumbnails: Thumbnails;
  /** One configuration after the other, along an axis. */
  readonly along: AlongAxis;
  /** The seed whose runs are meant. */
  readonly seed: ReadonlySignal<number>;
  /** The measure that best is judged by. */
  readonly by: ReadonlySignal<ReportMeasure | null>;
  readonly coordinates: ReadonlySignal<readonly Coordinate[]>;
  /** Of each series that is not hidden its index and its configurations, in the order of the plan, whatever filters say. */
  readonly groups: ReadonlySignal<
    readonly { readonly series: number; readonly arms: readonly ReportArm[] }[]
  >;
  /** The configurations that every filter lets through, in the order of the plan. */
  readonly shown: ReadonlySignal<readonly ReportArm[]>;
  readonly shownKeys: ReadonlySignal<ReadonlySet<string>>;
  readonly sort: ReadonlySignal<{ readonly key: SortKey; readonly descending: boolean }>;
  readonly rows: ReadonlySignal<readonly ReportArm[]>;
  readonly byKey: ReadonlySignal<ReadonlyMap<string, ReportArm>>;
  readonly #port: Port<Kept<FolderAddress>>;

  constructor(port: Port<Kept<FolderAddress>>) {
    this.#port = port;
    const arrangement = new Arrangement(readArranged(keptIn(reportPage, port.saved())?.ui), () => {
      this.keep();
    });
    this.arranged = arrangement.all;
    this.arrange = arrangement.arrange;
    this.connection = connectStream(port, reportPage, {
      updateOf: ({ update }) => update,
      snapshot: state => {
        batch(() => {
          this.lost.value = null;
          this.state.value = state;
        });
        this.keep();
      },
      append: items => {
        this.#append(items);
      },
      lost: this.lost,
      start: call => call("report/start", this.arranged.peek().baseline),
    });
    this.call = this.connection.call;
    this.thumbnails = new Thumbnails(this.call);
    this.seed = computed(() => {
      const seeds = this.state.value?.plan.seeds ?? [];
      const { seed } = this.arranged.value;
      return seed !== null && seeds.includes(seed) ? seed : (seeds[0] ?? 0);
    });
    this.by = computed(() => {
      const measures = (this.state.value?.head.measures ?? []).filter(({ better }) => better !== "none");
      const wanted = this.arranged.value.by ?? this.state.value?.head.by;
      return measures.find(({ tag }) => tag === wanted) ?? measures[0] ?? null;
    });
    this.along = new AlongAxis(this);
    this.coordinates = computed(() => {
      const state = this.state.value;
      if (state === null) return [];
      const room = Math.max(2, MOST_COORDINATES - state.plan.axes.length);
      return coordinatesOf(state, leadingTags(state.head, room));
    });
    this.groups = computed(() => {
      const state = this.state.value;
      if (state === null) return [];
      const { hidden } = this.arranged.value;
      return state.plan.series.flatMap((name, series) =>
        hidden.includes(name)
          ? []
          : [{ series, arms: state.arms.filter(arm => arm.series.includes(series)) }],
      );
    });
    this.shown = computed(() => {
      const { paretoOnly, ranges } = this.arranged.value;
      const coordinates = this.coordinates.value;
      const visible = new Set(this.groups.value.flatMap(({ arms }) => arms));
      return (this.state.value?.arms ?? []).filter(
        arm => visible.has(arm) && (!paretoOnly || arm.pareto) && isWithin(arm, coordinates, ranges),
      );
    });
    this.shownKeys = computed(() => new Set(this.shown.value.map(({ key }) => key)));
    this.sort = computed(() => {
      const by = this.by.value;
      return (
        this.arranged.value.sort ??
        (by === null
          ? { key: { kind: "axis", index: 0 }, descending: false }
          : { key: { kind: "measure", tag: by.tag }, descending: by.better !== "lower" })
      );
    });
    this.rows = computed(() => {
      const state = this.state.value;
      if (state === null) return [];
      const differences = this.arranged.value.table === "differences";
      return sortArms(state, this.shown.value, { ...this.sort.value, differences });
    });
    this.byKey = computed(() => new Map((this.state.value?.arms ?? []).map(arm => [arm.key, arm])));
  }

  /** Keeps what was arranged now, for a page that may be gone soon. */
  keep(): void {
    const folder = this.state.peek()?.plan.folder;
    if (folder !== undefined) this.#port.save({ folder, ui: this.arranged.peek() });
  }

  /** Compares with these values: an index on each axis, null for each configuration's own; null: as the sweep says. */
  compareWith(baseline: Arranged["baseline"]): void {
    this.arrange({ baseline });
    this.connection.restart();
  }

  /** Opens the dashboard of a configuration's run: of the seed that is shown, or of the first that is there. */
  openRun(arm: ReportArm, seed = this.seed.peek()): void {
    const run = arm.runs.find(one => one.seed === seed) ?? arm.runs[0];
    if (run !== undefined) this.attempt(this.call("run/open", { run: run.folder }));
  }

  /** Compares a configuration with its baseline, seed by seed as far as there is room. */
  compare(arm: ReportArm): void {
    const seed = this.seed.peek();
    const baseline = this.byKey.peek().get(arm.baseline);
    const pick = (of: ReportArm | undefined) => of?.runs.find(run => run.seed === seed) ?? of?.runs[0];
    const runs = [pick(baseline), pick(arm)].flatMap(run => (run === undefined ? [] : [run.folder]));
    if (runs.length > 0) this.attempt(this.call("runs/compare", { runs: [...new Set(runs)] }));
  }

  #append(items: readonly ReportItem[]): void {
    const state = this.state.peek();
    if (state === null) return;
    const changed = new Map(items.flatMap(item => (item.kind === "arm" ? [[item.arm.key, item.arm]] : [])));
    const head = items.findLast(item => item.kind === "head")?.head ?? state.head;
    this.state.value = {
      ...state,
      head,
      arms: changed.size === 0 ? state.arms : state.arms.map(arm => changed.get(arm.key) ?? arm),
    };
  }
}
