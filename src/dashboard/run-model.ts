import { objectiveUnits } from "../experiment/objective-units.ts";
import type { TbEvent } from "../formats/tensorboard.ts";
import type { JournalEntry } from "../runs/journal.ts";
import { noNotes, type Notes } from "../runs/notes.ts";
import type { RunInfo } from "../runs/run-info.ts";
import type { Status } from "../runs/status.ts";
import type { StepChanges } from "../runs/step-listing.ts";
import type { StepsPart, TailSink } from "../runs/tail.ts";
import type { CurveModel } from "./feed.ts";
import { gapRule } from "./gap-rule.ts";
import { Listeners } from "./listeners.ts";
import { SeriesStore } from "./series-store.ts";

/** What is known of one run at this moment, fed by its folder. Whoever shows it reads what it needs when told to. */
export class RunModel implements TailSink, CurveModel {
  readonly folder: string;
  readonly info: RunInfo;
  /** Why it is not known whole where the run comes from; null where it is. */
  readonly ancestryTrouble: string | null;
  readonly curves: SeriesStore;
  readonly unitOf: CurveModel["unitOf"];
  readonly #journal: JournalEntry[] = [];
  readonly #steps: Readonly<Record<StepsPart, Set<number>>> = { checkpoints: new Set(), samples: new Set() };
  readonly #listeners = new Listeners();
  readonly #revisions = { journal: 0, checkpoints: 0, samples: 0 };
  #status: Status | null = null;
  #notes: Notes = noNotes;
  #trouble: string | null = null;
  #isSettled = false;

  constructor(folder: string, info: RunInfo, ancestryTrouble: string | null = null) {
    this.folder = folder;
    this.info = info;
    this.ancestryTrouble = ancestryTrouble;
    this.unitOf = objectiveUnits(info.experiment);
    this.curves = new SeriesStore({ gaps: gapRule(info.experiment) });
  }

  /** Null until status.json has been read. */
  get latestStatus(): Status | null {
    return this.#status;
  }
  get latestNotes(): Notes {
    return this.#notes;
  }
  /** Oldest first. */
  get entries(): readonly JournalEntry[] {
    return this.#journal;
  }
  /** Why the folder cannot be read at the moment; null when it can. */
  get latestTrouble(): string | null {
    return this.#trouble;
  }
  /** Whether everything that was there at first has been read. */
  get isSettled(): boolean {
    return this.#isSettled;
  }
  /** Grows whenever that part is another one; the journal's only when it does not just go on. */
  get revisions(): Readonly<Record<"journal" | StepsPart, number>> {
    return this.#revisions;
  }

  /** Ascending. */
  stepsOf(part: StepsPart): number[] {
    return [...this.#steps[part]].sort((a, b) => a - b);
  }

  /** Calls `changed` after every piece of news, at once and often. Gives what ends that. */
  onChange(changed: () => void): () => void {
    return this.#listeners.add(changed);
  }

  /** Takes what the run's ancestors recorded before the branch: its curves begin with it. Before anything of its own. */
  inherit(events: readonly TbEvent[]): void {
    for (const event of events) this.curves.apply(event);
  }

  events(events: readonly TbEvent[]): void {
    for (const event of events) this.curves.apply(event);
    this.#tell();
  }

  journal(entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.#journal.push(entry);
    this.#tell();
  }

  status(status: Status): void {
    this.#status = status;
    this.#tell();
  }

  notes(notes: Notes): void {
    this.#notes = notes;
    this.#tell();
  }

  steps(of: StepsPart, { added, removed }: StepChanges): void {
    for (const step of removed) this.#steps[of].delete(step);
    for (const step of added) this.#steps[of].add(step);
    this.#revisions[of]++;
    this.#tell();
  }

  reset(part: "events" | "journal"): void {
    const { parent } = this.info;
    if (part === "events" && parent !== null) this.curves.purge(parent.step + 1);
    else if (part === "events") this.curves.clear();
    else {
      this.#journal.length = 0;
      this.#revisions.journal++;
    }
  }

  trouble(message: string | null): void {
    this.#trouble = message;
    this.#tell();
  }

  settled(): void {
    this.#isSettled = true;
    this.#tell();
  }

  #tell(): void {
    this.#listeners.tell();
  }
}
