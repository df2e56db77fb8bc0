import { dirname } from "node:path";
import { Telling } from "../../dashboard/telling.ts";
import type { ReportState, ReportUpdate } from "../../protocol/report.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { RunIndex } from "../../runs/run-index.ts";
import { figuresOnRecord, reportRun, reportSource } from "../../sweeps/report/read-report.ts";
import { makeReport, type Report, type ReportRun, type ReportSource } from "../../sweeps/report/report.ts";
import { letGo } from "../../unattended/unattended.ts";
import { chosenBaseline, type Chosen } from "./chosen-baseline.ts";
import { reportState, type SweepFacts } from "../../dashboard/report-state.ts";
import { ReportStream } from "./report-stream.ts";

/** A live sweep is told of again at most so often, in milliseconds. */
const CALM_MS = 1_000;

export interface ReportFeedOptions {
  /** The sweep's runs folder. */
  readonly folder: string;
  /** An index that lists its runs, among others maybe. */
  readonly index: RunIndex;
  readonly facts: () => Omit<SweepFacts, "folder" | "experiment">;
  readonly post: (update: ReportUpdate) => void;
  /** The runs cannot be read as a sweep's any more. */
  readonly onTrouble: (error: unknown) => void;
}

/** Follows a sweep's folder for one page: its report anew whenever its runs have changed, while the page is shown. */
export class ReportFeed {
  readonly #options: ReportFeedOptions;
  readonly #stream = new ReportStream();
  readonly #telling = new Telling(() => {
    this.#tell();
  });
  readonly #unsubscribe: () => void;
  /** What a run's files say is read once for each change. */
  readonly #read = new WeakMap<ObservedRun, ReportRun>();
  #listed: readonly unknown[] | null = null;
  #source: ReportSource | null = null;
  #report: Report | null = null;
  /** Which values the page compares with, indices on the axes. */
  #chosen: Chosen = null;

  constructor(options: ReportFeedOptions) {
    this.#options = options;
    this.#unsubscribe = options.index.onChange(() => {
      this.touch();
    });
  }

  /** What the report is made of now. Throws RunReadError where the folder holds no sweep, or several. */
  source(): ReportSource {
    const { folder, index } = this.#options;
    const listings = index.listings.filter(listing => dirname(listing.folder) === folder);
    const same =
      this.#listed?.length === listings.length &&
      listings.every((listing, i) => listing === this.#listed?.[i]);
    if (this.#source === null || !same) {
      this.#source = reportSource(folder, listings, run => this.#runOf(run));
      this.#listed = listings;
      this.#report = null;
    }
    return this.#source;
  }

  report(): Report {
    const source = this.source();
    return (this.#report ??= makeReport({ ...source, baseline: chosenBaseline(source, this.#chosen) }));
  }

  /** The runs of the report by their folder. */
  find(folder: string): ObservedRun | undefined {
    return this.source().runs.some(run => run.folder === folder)
      ? this.#options.index.find(folder)
      : undefined;
  }

  state(): ReportState {
    const { folder, facts } = this.#options;
    const report = this.report();
    const [first] = report.arms.flatMap(({ runs }) => runs);
    const run = first === undefined ? undefined : this.#options.index.find(first.folder);
    return reportState(report, { folder, experiment: run?.info.experiment.name ?? "", ...facts() });
  }

  /** A page asks for everything, compared with what it chose, and for what changes from now on. */
  start(chosen: Chosen): void {
    this.#chosen = chosen;
    this.#report = null;
    this.#telling.start();
    this.#stream.restart();
    this.#telling.now();
  }

  setVisible(visible: boolean): void {
    if (visible && !this.#telling.isVisible) this.#stream.restart();
    this.#telling.setVisible(visible);
  }

  /** Something may have changed. */
  touch(): void {
    this.#telling.within(CALM_MS);
  }

  /** The sweep may be another one now: a file was added to it or its plan is a longer one. */
  reread(): void {
    this.#source = null;
    this.#telling.within(0);
  }

  close(): void {
    this.#unsubscribe();
    this.#telling.close();
  }

  #runOf(run: ObservedRun): ReportRun {
    const known = this.#read.get(run);
    if (known !== undefined) return known;
    const read = reportRun(run);
    this.#read.set(run, read);
    if (read.figures === null && read.standing === "done") letGo(this.#recall(run, read));
    return read;
  }

  /** Of a run that was trained further, or by an early release, other files tell what it was at the sweep's last step. */
  async #recall(run: ObservedRun, read: ReportRun): Promise<void> {
    // What cannot be read stays without figures, and the report says so.
    const figures = await figuresOnRecord(run).catch(() => null);
    if (figures === null) return;
    this.#read.set(run, { ...read, figures });
    this.reread();
  }

  #tell(): void {
    try {
      const update = this.#stream.next(this.state());
      if (update !== null) this.#options.post(update);
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }
}
