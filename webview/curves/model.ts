import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { Problems } from "../controls/problems.ts";
import { keptIn, type FoldersAddress, type Kept } from "../../src/protocol/page-protocol.ts";
import { curvesPage } from "../../src/protocol/curves-page.ts";
import type { CurvesCalls, CurvesState, SourceFacts } from "../../src/protocol/curves.ts";
import type { Timeline } from "../charts/curve-chart.tsx";
import type { TableData } from "../controls/data-table.tsx";
import { Arrangement } from "../host/arrangement.ts";
import { connectPage, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";
import { calmly } from "../numbers/calmly.ts";
import { neighbouring, pinAt, shownStep, type Steps } from "../numbers/step-bar.ts";
import { fitsFilter, tagGroups, type TagGroup } from "../numbers/tag-groups.ts";
import { readArranged, type Arranged } from "./arranged.ts";

/** How often what follows the newest step is told of it, in milliseconds. */
const CALM_MS = 250;

const sameGroups = (a: readonly TagGroup[], b: readonly TagGroup[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** What the page of curves knows: the host's state, what a person arranged, and where they point. */
export class CurvesModel {
  /** The host's; null until it has come. */
  readonly state = signal<CurvesState | null>(null);
  readonly lost = signal<string | null>(null);
  readonly arranged: Signal<Arranged>;
  readonly arrange: Arrangement<Arranged>["arrange"];
  readonly field: Arrangement<Arranged>["field"];
  readonly problems = new Problems();
  readonly attempt = this.problems.attempt;
  readonly table = signal<TableData | null>(null);
  readonly connection: PageConnection<CurvesCalls>;
  readonly call: PageConnection<CurvesCalls>["call"];
  /** Those of the tags that fit the filter; another object only when they are others. */
  readonly groups: ReadonlySignal<readonly TagGroup[]>;
  /** Tags of pictures that fit the filter. */
  readonly pictureTags: ReadonlySignal<readonly string[]>;
  /** Steps that any source has pictures of, and the newest one, which only curves may reach; none without pictures. */
  readonly steps: ReadonlySignal<Steps>;
  readonly newest: ReadonlySignal<number>;
  readonly timeline: Timeline & { readonly shown: ReadonlySignal<number | null> };
  readonly #port: Port<Kept<FoldersAddress>>;

  constructor(port: Port<Kept<FoldersAddress>>) {
    this.#port = port;
    const arrangement = new Arrangement(readArranged(keptIn(curvesPage, port.saved())?.ui), () => {
      this.keep();
    });
    this.arranged = arrangement.all;
    this.arrange = arrangement.arrange;
    this.field = arrangement.field;
    this.connection = connectPage(port, curvesPage, {
      hear: ({ state }) => {
        batch(() => {
          this.lost.value = null;
          this.state.value = state;
        });
        this.keep();
      },
      lost: this.lost,
    });
    this.call = this.connection.call;
    const sources = computed(() => this.state.value?.sources ?? []);
    const filter = this.field("filter");
    let held: readonly TagGroup[] = [];
    this.groups = computed(() => {
      const tags = sources.value.flatMap(({ curves }) => curves.map(({ tag }) => tag));
      const groups = tagGroups(tags.filter(tag => fitsFilter(tag, filter.value)));
      return (held = sameGroups(held, groups) ? held : groups);
    });
    this.pictureTags = computed(() => {
      const tags = sources.value.flatMap(({ pictures }) => pictures.map(({ tag }) => tag));
      return [...new Set(tags)].sort().filter(tag => fitsFilter(tag, filter.value));
    });
    const pictured = computed(() =>
      sources.value.flatMap(({ pictures }) => pictures.flatMap(({ steps }) => steps)),
    );
    this.newest = computed(() =>
      Math.max(
        0,
        ...sources.value.flatMap(({ curves, pictures }) => [
          ...curves.map(({ lastStep }) => lastStep),
          ...pictures.map(({ steps }) => steps.at(-1) ?? 0),
        ]),
      ),
    );
    this.steps = computed(() => {
      const all = pictured.value.length === 0 ? [] : [...pictured.value, this.newest.value];
      return { sampled: [...new Set(all)].sort((a, b) => a - b), stops: [] };
    });
    const pin = this.field("pin");
    this.timeline = {
      cursor: signal<number | null>(null),
      shown: computed(() => shownStep(this.steps.value, pin.value)),
      end: calmly(this.newest, CALM_MS),
      goTo: step => {
        this.goTo(step);
      },
      zoom: range => {
        this.arrange({ range });
      },
    };
  }

  /** Keeps what was arranged now, for a page that may be gone soon. */
  keep(): void {
    const folders = this.state.peek()?.folders ?? [];
    if (folders.length > 0) this.#port.save({ folders, ui: this.arranged.peek() });
  }

  source(folder: string): SourceFacts | undefined {
    return this.state.peek()?.sources.find(one => one.folder === folder);
  }

  /** Shows the pictures nearest to a step; the newest are followed again. */
  goTo(step: number): void {
    if (this.steps.peek().sampled.length > 0) this.arrange({ pin: pinAt(this.steps.peek(), step) });
  }

  /** Shows the pictures before or after those that are shown. */
  goOn(forward: boolean): void {
    const shown = this.timeline.shown.peek();
    if (shown !== null) this.arrange({ pin: neighbouring(this.steps.peek(), shown, forward) });
  }
}
