import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { Problems } from "../controls/problems.ts";
import { nameWith, wordsBesideNames } from "../../src/protocol/run-names.ts";
import { applyItems } from "../../src/protocol/compare-items.ts";
import { keptIn, type FoldersAddress, type Kept } from "../../src/protocol/page-protocol.ts";
import { comparePage } from "../../src/protocol/compare-page.ts";
import type { CompareCalls, CompareState, MeasuredSeeds } from "../../src/protocol/compare.ts";
import { Arrangement } from "../host/arrangement.ts";
import { connectStream, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";
import { Resource } from "../host/resource.ts";
import { lowerBound } from "../numbers/search.ts";
import { pictureLayout, type PictureLayout } from "../plates/picture-grid.ts";
import type { Surface } from "../plates/surface.ts";
import { readArranged, whole, type Arranged, type View } from "./arranged.ts";
import { Column } from "./column.ts";

const FLICKER_MS = 600;
/** Runs of other seeds, which nobody follows, may have trained on. */
const SEEDS_AGAIN_MS = 10_000;

interface SeedsKey {
  readonly columns: readonly { readonly run: string; readonly step: number }[];
  readonly baseline: string;
}

/** What the comparison knows: the host's state, what a person arranged, and a column for each run. */
export class CompareModel {
  /** The host's; null until it has come. */
  readonly state = signal<CompareState | null>(null);
  readonly lost = signal<string | null>(null);
  readonly arranged: Signal<Arranged>;
  readonly arrange: Arrangement<Arranged>["arrange"];
  readonly columns = signal<readonly Column[]>([]);
  readonly problems = new Problems();
  readonly attempt = this.problems.attempt;
  /** Whether a flickering comparison shows the baseline just now. */
  readonly flicked = signal(false);
  /** Where the first column's pictures stand; null for points. */
  readonly layout: ReadonlySignal<PictureLayout | null>;
  readonly connection: PageConnection<CompareCalls>;
  readonly call: PageConnection<CompareCalls>["call"];
  /** What the seeds of the columns' experiments measured at the shown steps. */
  readonly #seeds: Resource<SeedsKey, { readonly columns: readonly MeasuredSeeds[] }>;
  readonly baseline: ReadonlySignal<Column | null>;
  /** What tells each column's run apart from the others, by its folder. */
  readonly #words: ReadonlySignal<ReadonlyMap<string, readonly string[]>>;
  readonly playing = signal(false);
  /** Every step that some column has samples of, ascending. */
  readonly sampled: ReadonlySignal<readonly number[]>;
  /** The last step of the longest run. */
  readonly lastStep: ReadonlySignal<number>;
  readonly #port: Port<Kept<FoldersAddress>>;
  readonly #plateSize = signal<Pick<Surface, "width" | "height">>({ width: 0, height: 0 });

  constructor(port: Port<Kept<FoldersAddress>>) {
    this.#port = port;
    const arrangement = new Arrangement(readArranged(keptIn(comparePage, port.saved())?.ui), () => {
      this.keep();
    });
    this.arranged = arrangement.all;
    this.arrange = arrangement.arrange;
    this.connection = connectStream(port, comparePage, {
      updateOf: ({ update }) => update,
      snapshot: state => {
        this.#take(state);
      },
      append: items => {
        const state = this.state.peek();
        if (state !== null) this.state.value = applyItems(state, items);
      },
      lost: this.lost,
    });
    this.call = this.connection.call;
    this.baseline = computed(() => {
      const wanted = this.arranged.value.baseline;
      const columns = this.columns.value;
      return columns.find(({ folder }) => folder === wanted) ?? columns[0] ?? null;
    });
    this.#words = computed(() => {
      const runs = this.state.value?.runs ?? [];
      const words = wordsBesideNames(runs);
      return new Map(runs.map(({ folder }, i) => [folder, words[i] ?? []]));
    });
    this.sampled = computed(() => {
      const all = (this.state.value?.runs ?? []).flatMap(({ samples }) => samples);
      return [...new Set(all)].sort((a, b) => a - b);
    });
    this.lastStep = computed(() =>
      Math.max(1, ...(this.state.value?.runs ?? []).map(run => Math.max(run.step, run.samples.at(-1) ?? 0))),
    );
    this.#seeds = new Resource(32, (key, signal) => this.call("measures/seeds", key, { signal }));
    effect(() => {
      const columns = this.columns.value.flatMap(({ folder, shown }) =>
        shown.value === null ? [] : [{ run: folder, step: shown.value }],
      );
      const baseline = this.baseline.value?.folder ?? null;
      this.#seeds.want(baseline === null || columns.length === 0 ? null : { columns, baseline });
    });
    setInterval(() => {
      if (!document.hidden) this.#seeds.forget();
    }, SEEDS_AGAIN_MS);
    this.layout = computed(() => {
      const [first] = this.columns.value;
      const count = first?.images.samples.value.value?.images.count ?? 0;
      return first === undefined || count === 0
        ? null
        : pictureLayout(count, this.#plateSize.value, this.viewOf(first.folder));
    });
    this.#markPainted();
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    setInterval(() => {
      if (this.arranged.peek().mode === "flicker" && !still.matches && !document.hidden)
        this.flicked.value = !this.flicked.peek();
    }, FLICKER_MS);
  }

  /** What tells a column's run apart from the others; "" where its name does. */
  wordsOf(folder: string): string {
    return (this.#words.value.get(folder) ?? []).join(" · ");
  }

  /** What a column's run is called, what differs first. */
  nameOf(folder: string): string {
    const name = this.state.value?.runs.find(run => run.folder === folder)?.name ?? "";
    return nameWith(this.#words.value.get(folder) ?? [], name);
  }

  /** What is known of the seeds of a column's experiment. */
  seedsOf(folder: string): MeasuredSeeds | null {
    return this.#seeds.value.value?.columns.find(({ run }) => run === folder) ?? null;
  }

  /** Takes how large the first column's plate of pictures is. */
  measured({ width, height }: Pick<Surface, "width" | "height">): void {
    const held = this.#plateSize.peek();
    if (held.width !== width || held.height !== height) this.#plateSize.value = { width, height };
  }

  /** Keeps what was arranged now, for a page that may be gone soon. */
  keep(): void {
    const folders = this.state.peek()?.folders ?? [];
    if (folders.length > 0) this.#port.save({ folders, ui: this.arranged.peek() });
  }

  /** The step that a column was put at; null follows its newest. */
  pinOf(folder: string): number | null {
    const { stepsLinked, pin, pins } = this.arranged.value;
    return stepsLinked ? pin : (pins[folder] ?? null);
  }

  /** Goes on or back by so many sampled steps: all columns, or one of them. */
  stepBy(column: Column | null, by: number): void {
    const steps = column?.run.peek()?.samples ?? this.sampled.peek();
    const shown = column?.shown.peek() ?? this.arranged.peek().pin ?? this.lastStep.peek();
    const at = lowerBound(steps, shown + 1) - 1;
    const next = steps[Math.max(0, at + by)] ?? Infinity;
    this.goTo(column?.folder ?? null, next);
  }

  /** Puts all columns, or while they are not linked one of them, at a step; the newest is followed again. */
  goTo(folder: string | null, step: number): void {
    this.playing.value = false;
    const { stepsLinked, pins } = this.arranged.peek();
    const newest = this.lastStep.peek();
    if (stepsLinked || folder === null) {
      this.arrange({ pin: step >= newest ? null : Math.max(0, Math.round(step)) });
      return;
    }
    const others = Object.entries(pins).filter(([one]) => one !== folder);
    const own = step >= newest ? [] : [[folder, Math.max(0, Math.round(step))] as const];
    this.arrange({ pins: Object.fromEntries([...others, ...own]) });
  }

  viewOf(folder: string): View {
    const { zoomLinked, view, views } = this.arranged.value;
    return zoomLinked ? view : (views[folder] ?? whole);
  }

  setView(folder: string, view: View): void {
    const { zoomLinked, views } = this.arranged.peek();
    this.arrange(zoomLinked ? { view } : { views: { ...views, [folder]: view } });
  }

  /** Picks a probe latent; the one picked before becomes the other end of the interpolation. */
  pick(probe: number): void {
    const { picked } = this.arranged.peek();
    if (probe !== picked && probe >= 0) this.arrange({ picked: probe, other: picked });
  }

  /** Leaves a mark in the browser's timeline when every column has been painted for the first time. */
  #markPainted(): void {
    const stop = effect(() => {
      const columns = this.columns.value;
      if (columns.length === 0 || columns.some(({ drawn }) => drawn.value === null)) return;
      requestAnimationFrame(() => {
        performance.mark("compare painted");
        stop();
      });
    });
  }

  #take(state: CompareState): void {
    batch(() => {
      this.lost.value = null;
      this.state.value = state;
      const held = this.columns.peek();
      const columns = state.runs.map(
        ({ folder }) => held.find(column => column.folder === folder) ?? new Column(this, folder),
      );
      for (const column of held) if (!columns.includes(column)) column.close();
      if (columns.length !== held.length || columns.some((column, i) => column !== held[i]))
        this.columns.value = columns;
    });
    this.keep();
  }
}
