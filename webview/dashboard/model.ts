import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { Problems } from "../controls/problems.ts";
import { keptIn, type FolderAddress, type Kept } from "../../src/protocol/page-protocol.ts";
import { dashboardPage } from "../../src/protocol/dashboard-page.ts";
import type { DashboardCalls } from "../../src/protocol/dashboard.ts";
import { applyItem, type DashboardItem, type DashboardState } from "../../src/protocol/dashboard-state.ts";
import { Arrangement } from "../host/arrangement.ts";
import { connectStream, type PageConnection } from "../host/connect-page.ts";
import type { Port } from "../host/port.ts";
import { calmly } from "../numbers/calmly.ts";
import { pinAt, shownStep, type Pin, type Steps } from "../numbers/step-bar.ts";
import type { Timeline } from "../charts/curve-chart.tsx";
import { readArranged, type Arranged } from "./arranged.ts";
import { CurveView } from "./curve-view.ts";
import { KnobRequests } from "./knob-requests.ts";
import { marksOf, stopsOf } from "./timeline.ts";

/** How often small pictures of a live run are drawn anew, in milliseconds. */
export const CALM_MS = 250;

const noSteps: Steps = { sampled: [], stops: [] };

/** What the dashboard knows, each fact with one owner: the host's state, what a person arranged, and where they point. */
export class DashboardModel {
  /** The host's; null until its first snapshot. */
  readonly state = signal<DashboardState | null>(null);
  /** Why nothing comes any more. */
  readonly lost = signal<string | null>(null);
  /** The newest step that is known of. */
  readonly newest = signal(0);
  /** The same for small pictures, a few times a second. */
  readonly newestCalmly = calmly(this.newest, CALM_MS);
  readonly arranged: Signal<Arranged>;
  readonly arrange: Arrangement<Arranged>["arrange"];
  readonly field: Arrangement<Arranged>["field"];
  /** The step that is pointed at in a chart. */
  readonly cursor = signal<number | null>(null);
  readonly playing = signal(false);
  readonly problems = new Problems();
  readonly attempt = this.problems.attempt;
  /** What a reader says next. */
  readonly spoken = signal("");
  readonly connection: PageConnection<DashboardCalls>;
  readonly call: PageConnection<DashboardCalls>["call"];
  readonly knobs: KnobRequests;

  readonly steps: ReadonlySignal<Steps>;
  readonly shown: ReadonlySignal<number | null>;
  /** Null stands for the newest. */
  readonly range: ReadonlySignal<readonly [number, number]>;
  readonly marks;
  /** What charts share. */
  readonly timeline: Timeline;

  readonly #views = new Set<CurveView>();
  readonly #port: Port<Kept<FolderAddress>>;
  #generation = 0;

  constructor(port: Port<Kept<FolderAddress>>) {
    this.#port = port;
    const arrangement = new Arrangement(readArranged(keptIn(dashboardPage, port.saved())?.ui), () => {
      this.keep();
    });
    this.arranged = arrangement.all;
    this.arrange = arrangement.arrange;
    this.field = arrangement.field;
    this.connection = connectStream(port, dashboardPage, {
      updateOf: ({ update }) => update,
      snapshot: (state, { generation }) => {
        this.#begin(state, generation);
      },
      append: items => {
        this.#append(items);
      },
      lost: this.lost,
    });
    this.call = this.connection.call;
    this.knobs = new KnobRequests(this);
    const sampled = this.slice("samples");
    const checkpoints = this.slice("checkpoints");
    const knobs = this.slice("knobs");
    this.steps = computed(() => {
      if (sampled.value === null || checkpoints.value === null || knobs.value === null) return noSteps;
      const state = this.state.peek();
      return state === null ? noSteps : { sampled: sampled.value, stops: stopsOf(state) };
    });
    const pin = this.field("pin");
    this.shown = computed(() => shownStep(this.steps.value, pin.value));
    const range = this.field("range");
    this.range = computed(() => range.value ?? [0, Math.max(1, this.newest.value)]);
    const run = this.slice("run");
    this.timeline = {
      cursor: this.cursor,
      shown: this.shown,
      end: this.newestCalmly,
      goTo: step => {
        this.pin(pinAt(this.steps.value, step));
      },
      zoom: shownRange => {
        this.arrange({ range: shownRange });
      },
    };
    this.marks = computed(() => marksOf(knobs.value ?? [], run.value?.parent ?? null));
  }

  /** The program that trains the run, where that is not Pairing Lab. */
  get trainer(): string | null {
    return this.slice("run").value?.trainer ?? null;
  }

  /** One part of the host's state; whoever reads it hears of nothing else. */
  slice<Part extends keyof DashboardState>(part: Part): ReadonlySignal<DashboardState[Part] | null> {
    return computed(() => this.state.value?.[part] ?? null);
  }

  /** Keeps what was arranged now, for a page that may be gone soon. */
  keep(): void {
    const folder = this.state.peek()?.run.folder;
    if (folder !== undefined) this.#port.save({ folder, ui: this.arranged.peek() });
  }

  pin(pin: Pin): void {
    this.arrange({ pin });
  }

  openView(): CurveView {
    const view = new CurveView(({ from, to, ...wish }) => {
      // Without an end, a little more than is known of: the host may be ahead, and none of its points may be missed.
      const end = to ?? this.newest.peek() * 1.25 + 1000;
      return this.call("curves/window", { ...wish, from: Math.max(0, Math.floor(from)), to: Math.ceil(end) });
    });
    if (this.#generation > 0) view.restart(this.#generation);
    this.#views.add(view);
    return view;
  }

  closeView(view: CurveView): void {
    this.#views.delete(view);
  }

  /** Asks the trainer for something; a refusal is said. */
  control(what: "pause" | "resume" | "checkpoint" | "stop"): void {
    this.attempt(
      this.call("run/control", { do: what }).then(outcome => {
        if (outcome.kind === "refused") this.problems.complain(`${what} was refused: ${outcome.reason}`);
      }),
    );
  }

  #begin(state: DashboardState, generation: number): void {
    batch(() => {
      this.#generation = generation;
      this.lost.value = null;
      this.state.value = state;
      this.newest.value = Math.max(state.status.step, ...state.curves.map(({ lastStep }) => lastStep));
      for (const view of this.#views) view.restart(generation);
    });
    this.keep();
  }

  #append(items: readonly DashboardItem[]): void {
    batch(() => {
      let state = this.state.peek();
      if (state === null) return;
      let newest = this.newest.peek();
      for (const item of items) {
        if (item.kind === "points") {
          // Points go to the pictures that show them; the rest of the page does not hear of each.
          for (const view of this.#views) view.append(item);
          newest = Math.max(newest, item.steps.at(-1) ?? 0);
          continue;
        }
        state = applyItem(state, item);
        if (item.kind === "status") newest = Math.max(newest, item.status.step);
      }
      this.state.value = state;
      this.newest.value = newest;
    });
  }
}
