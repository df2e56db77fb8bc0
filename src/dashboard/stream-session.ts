import { isDeepStrictEqual } from "node:util";
import { diagnose } from "../diagnosis/diagnose.ts";
import { measures } from "../experiment/catalog.ts";
import type { DashboardUpdate } from "../protocol/dashboard.ts";
import { streamLimits } from "../protocol/dashboard-packets.ts";
import type {
  Actions,
  DashboardItem,
  DashboardState,
  FindingFacts,
  KnobFacts,
  StatusFacts,
} from "../protocol/dashboard-state.ts";
import type { StepsPart } from "../runs/tail.ts";
import { later } from "../unattended/unattended.ts";
import { ownExperiment, whyNotBy } from "../runs/other-trainer.ts";
import { availableActions } from "./actions.ts";
import { curveFacts } from "./curve-facts.ts";
import { journalFacts } from "./journal-facts.ts";
import { knobInterventions } from "./knob-facts.ts";
import { runFacts } from "./run-facts.ts";
import { runKnobFacts } from "./run-knob-facts.ts";
import type { RunFeed } from "./run-feed.ts";
import type { RunModel } from "./run-model.ts";
import { statusOf } from "./status-facts.ts";
import { stepDifference } from "./step-difference.ts";

export interface SessionOptions {
  readonly feed: RunFeed;
  /** Hands an update to the webview. */
  readonly post: (update: DashboardUpdate) => void;
  /** Whether runs may be started and steered in this window. */
  readonly isTrusted: () => boolean;
  /** Milliseconds between updates. */
  readonly batchEvery?: number;
  /** Milliseconds that a snapshot waits for what is there to be read; the rest of a long run comes as it is read. */
  readonly patience?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const BATCH_MS = 50;
const PATIENCE_MS = 300;

/** What the webview has been told, to tell it what is new. */
interface Told {
  readonly status: StatusFacts;
  readonly actions: Actions;
  readonly knobs: readonly KnobFacts[];
  readonly notes: RunModel["latestNotes"];
  /** As found when so many values had been measured, and knobs turned. */
  readonly diagnosis: { readonly measured: number; readonly findings: readonly FindingFacts[] };
  readonly journal: number;
  readonly steps: Readonly<
    Record<StepsPart, { readonly revision: number; readonly steps: readonly number[] }>
  >;
  readonly points: ReadonlyMap<string, number>;
  /** What makes numbers of points, and of journal lines, comparable. */
  readonly curvesGeneration: number;
  readonly journalRevision: number;
}

/**
 * One panel's stream: a snapshot when it is asked for, then at most one update every 50 ms with what is new. It keeps
 * no queue: an update is the difference between what the run is and what the webview was told, so that a burst costs
 * no memory. While the panel is hidden nothing is read, kept or sent; when it is shown again it gets a snapshot.
 */
export class StreamSession {
  readonly #feed: RunFeed;
  readonly #post: (update: DashboardUpdate) => void;
  readonly #isTrusted: () => boolean;
  readonly #batchEvery: number;
  readonly #patience: number;
  readonly #now: () => number;
  #told: Told | null = null;
  #generation = 0;
  #seq = 0;
  #started = false;
  #visible = true;
  #closed = false;
  #unsubscribe: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  #lastFlush = -Infinity;
  #startedAt = 0;

  constructor({
    feed,
    post,
    isTrusted,
    batchEvery = BATCH_MS,
    patience = PATIENCE_MS,
    now = Date.now,
  }: SessionOptions) {
    this.#feed = feed;
    this.#post = post;
    this.#isTrusted = isTrusted;
    this.#batchEvery = batchEvery;
    this.#patience = patience;
    this.#now = now;
  }

  /** The generation of the last snapshot. */
  get generation(): number {
    return this.#generation;
  }

  /** Reads what is there while the webview loads, so that its snapshot need not wait. */
  prepare(): void {
    this.#listen();
  }

  /** A snapshot follows, then what is new. Also after a gap, or when the webview was loaded again. */
  start(): void {
    this.#started = true;
    this.#startedAt = performance.now();
    this.#told = null;
    this.#listen();
  }

  /** Nothing more until the next `start`: the page is gone. */
  stop(): void {
    this.#started = false;
    this.#rest();
  }

  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (visible) {
      this.#startedAt = performance.now();
      this.#told = null;
      this.#listen();
    } else this.#rest();
  }

  /** Something that no file tells has changed: the trust in the workspace. */
  touch(): void {
    if (this.#started && this.#unsubscribe !== null) this.#schedule();
  }

  /** Sends what is new now; before a reply that must not be ahead of the stream. */
  flush(): void {
    if (!this.#started || !this.#visible || this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { model } = this.#feed;
    const waited = performance.now() - this.#startedAt;
    if (this.#told === null && !model.isSettled && waited < this.#patience) {
      this.#schedule(this.#patience - waited);
      return;
    }
    this.#lastFlush = performance.now();
    if (this.#told === null || this.#isVoid(this.#told)) this.#snapshot();
    else this.#append(this.#told);
  }

  close(): void {
    this.#closed = true;
    this.#rest();
  }

  #listen(): void {
    if (!this.#visible || this.#closed) return;
    this.#unsubscribe ??= this.#feed.subscribe(() => {
      if (!this.#started) return;
      // The snapshot goes as soon as everything that was there has been read.
      if (this.#told === null && this.#feed.model.isSettled) this.#schedule(0);
      else this.#schedule();
    });
    if (this.#started) this.#schedule(0);
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#told = null;
  }

  /** At once when the last update was a while ago, else when it will have been. */
  #schedule(wait = Math.max(0, this.#lastFlush + this.#batchEvery - performance.now())): void {
    const due = performance.now() + wait;
    // One that is due sooner stands: news that keeps coming must not put it off.
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = later(wait, () => {
      this.flush();
    });
  }

  #isVoid({ curvesGeneration, journalRevision }: Told): boolean {
    const { curves, revisions } = this.#feed.model;
    return curvesGeneration !== curves.generation || journalRevision !== revisions.journal;
  }

  /** What the webview is told of the parts that are small enough to be compared as a whole. */
  #look(before: Told | null): Told {
    const { model } = this.#feed;
    const { latestTrouble, curves, revisions } = model;
    const status = statusOf(model, this.#now());
    const shown = latestTrouble === null ? status : { ...status, message: latestTrouble };
    const stepsOf = (part: StepsPart) => {
      const held = before?.steps[part];
      return held?.revision === revisions[part]
        ? held
        : { revision: revisions[part], steps: model.stepsOf(part) };
    };
    const steps = { checkpoints: stepsOf("checkpoints"), samples: stepsOf("samples") };
    return {
      status: shown,
      actions: availableActions({
        ...shown,
        hasCheckpoint: steps.checkpoints.steps.length > 0,
        trusted: this.#isTrusted(),
        because: deed => whyNotBy(model.info, deed),
      }),
      knobs: this.#knobs(before, shown.step),
      notes: model.latestNotes,
      diagnosis: this.#diagnosis(before),
      journal: model.entries.length,
      steps,
      points: new Map([...curves.tags].map(tag => [tag, curves.get(tag)?.length ?? 0])),
      curvesGeneration: curves.generation,
      journalRevision: revisions.journal,
    };
  }

  #knobs(before: Told | null, step: number): readonly KnobFacts[] {
    const { info, entries, latestStatus } = this.#feed.model;
    const isAsBefore = before?.status.step === step && before.journal === entries.length;
    // Those of another trainer are what its status declares.
    if (isAsBefore && info.trainer === undefined) return before.knobs;
    return runKnobFacts(info, { step, ...latestStatus }, entries);
  }

  #diagnosis(before: Told | null): Told["diagnosis"] {
    const { curves, info, entries } = this.#feed.model;
    const points = (tag: string) => curves.get(tag);
    const turned = knobInterventions(entries);
    const recorded = Object.keys(measures).reduce((sum, tag) => sum + (points(tag)?.length ?? 0), 0);
    const measured = recorded + turned.length;
    return before?.diagnosis.measured === measured
      ? before.diagnosis
      : { measured, findings: diagnose(ownExperiment(info), points, turned) };
  }

  #snapshot(): void {
    const { model } = this.#feed;
    const told = this.#look(null);
    const tags = [...told.points.keys()];
    const state: DashboardState = {
      run: { ...runFacts(model.folder, model.info), ancestryTrouble: model.ancestryTrouble },
      status: told.status,
      actions: told.actions,
      knobs: told.knobs,
      journal: model.entries.slice(-streamLimits.journal).map(journalFacts),
      notes: told.notes,
      checkpoints: told.steps.checkpoints.steps,
      samples: told.steps.samples.steps,
      curves: tags.flatMap(tag => {
        const series = model.curves.get(tag);
        return series === undefined || series.length === 0 ? [] : [curveFacts(tag, series, model.unitOf)];
      }),
      findings: told.diagnosis.findings,
    };
    this.#told = told;
    this.#generation++;
    this.#seq = 0;
    this.#post({ kind: "snapshot", generation: this.#generation, seq: 0, state });
  }

  #append(before: Told): void {
    const told = this.#look(before);
    const items = [...this.#changes(before, told), ...this.#points(before)];
    this.#told = told;
    for (let from = 0; from < items.length; from += streamLimits.items) {
      this.#post({
        kind: "append",
        generation: this.#generation,
        seq: ++this.#seq,
        items: items.slice(from, from + streamLimits.items),
      });
    }
  }

  *#changes(before: Told, told: Told): Generator<DashboardItem> {
    const { status, actions, knobs, notes, steps } = told;
    if (!isDeepStrictEqual([status, actions], [before.status, before.actions]))
      yield { kind: "status", status, actions };
    if (!isDeepStrictEqual(knobs, before.knobs)) yield { kind: "knobs", knobs };
    if (told.journal > before.journal) {
      const entries = this.#feed.model.entries.slice(before.journal).slice(-streamLimits.journal);
      yield { kind: "journal", entries: entries.map(journalFacts) };
    }
    if (notes !== before.notes) yield { kind: "notes", notes };
    const { findings } = told.diagnosis;
    if (!isDeepStrictEqual(findings, before.diagnosis.findings)) yield { kind: "findings", findings };
    for (const of of ["checkpoints", "samples"] as const) {
      if (steps[of].revision === before.steps[of].revision) continue;
      const { added, removed } = stepDifference(before.steps[of].steps, steps[of].steps);
      if (added.length + removed.length > 0) yield { kind: "steps", of, added, removed };
    }
  }

  *#points(before: Told): Generator<DashboardItem> {
    const { curves, unitOf } = this.#feed.model;
    for (const tag of curves.tags) {
      const series = curves.get(tag);
      const told = before.points.get(tag);
      if (series === undefined || series.length === (told ?? 0)) continue;
      if (told === undefined) {
        yield { kind: "curve", curve: curveFacts(tag, series, unitOf) };
        continue;
      }
      const first = Math.max(told, series.length - streamLimits.points);
      yield { kind: "points", tag, first, ...series.copy(first, series.length) };
    }
  }
}
