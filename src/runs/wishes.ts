import { isMeasure, measures, type MeasureTag } from "../experiment/catalog-measures.ts";
import { evaluationsIn, type EvaluationRecord } from "./evaluations.ts";
import { readJournal, type NewJournalEntry } from "./journal.ts";
import { listCheckpoints } from "./checkpoints.ts";
import { readNotes, type Notes } from "./notes.ts";
import type { RunInfo } from "./run-info.ts";
import { keptCheckpoints, type KeptBecause, type ThinningRule, type WishedSteps } from "./thinning.ts";

const isCheckpointRequest = ({ kind, do: what }: NewJournalEntry): boolean =>
  kind === "intervention" && what === "checkpoint";

/** Pace changes no result: its changes are no places that one comes back to. */
const isTurn = ({ kind, do: what, key }: NewJournalEntry): boolean =>
  kind === "intervention" && what === "set" && key !== "pace" && key !== "steps";

/** What thinning goes by in a run. */
export const thinningRule = ({ experiment, parent }: RunInfo): ThinningRule => ({
  interval: experiment.record.checkpoint,
  first: parent?.step ?? 0,
});

/** The steps whose checkpoints somebody wants kept, as journal and evaluations come to tell of them. */
export class Wishes {
  readonly #asked = new Set<number>();
  readonly #turned = new Set<number>();
  /** The measure by which the best checkpoint is kept; null: by none. */
  readonly #measure: MeasureTag | null;
  readonly #values = new Map<number, number>();

  constructor({ experiment }: RunInfo) {
    // "none", and nothing at all in an older run, is no measure.
    const { best } = experiment.record;
    this.#measure = isMeasure(best) ? best : null;
  }

  /** Takes in what is on record of a run. */
  recall(folder: string): void {
    for (const entry of readJournal(folder)) this.entry(entry);
    if (this.#measure === null) return;
    for (const record of evaluationsIn(folder).values()) this.evaluation(record);
  }

  entry(entry: NewJournalEntry): void {
    if (isCheckpointRequest(entry)) this.#asked.add(entry.step);
    if (isTurn(entry)) this.#turned.add(entry.step);
  }

  evaluation({ step, values }: EvaluationRecord): void {
    const value = this.#measure === null ? undefined : values[this.#measure];
    if (value !== undefined) this.#values.set(step, value);
  }

  /** All of them, with those of the notes. */
  with({ pins, steps }: Pick<Notes, "pins" | "steps">): WishedSteps {
    const noted = steps.map(({ step }) => step);
    return { asked: this.#asked, pinned: pins, best: this.#ranked(), turned: this.#turned, noted };
  }

  /** Evaluated steps, the best first; of equal ones the earlier, which no later one displaces. */
  #ranked(): number[] {
    if (this.#measure === null) return [];
    const sign = measures[this.#measure].better === "lower" ? 1 : -1;
    return [...this.#values].sort(([a, u], [b, v]) => sign * (u - v) || a - b).map(([step]) => step);
  }
}

/** The checkpoints of a run's folder by step, and why each stays if the run is thinned now; none: it goes. */
export function keptIn(folder: string, info: RunInfo): ReadonlyMap<number, readonly KeptBecause[]> {
  const wishes = new Wishes(info);
  wishes.recall(folder);
  const steps = listCheckpoints(folder).map(({ step }) => step);
  const kept = keptCheckpoints(steps, thinningRule(info), wishes.with(readNotes(folder)));
  return new Map(steps.map(step => [step, kept.get(step) ?? []]));
}
