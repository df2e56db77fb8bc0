import { measures } from "../experiment/catalog-measures.ts";
import type { Alert, Experiment } from "../experiment/schema.ts";
import type { EvaluationRecord } from "../runs/evaluations.ts";

/** What an alert has to say of an evaluation. */
export interface Alarm {
  readonly message: string;
  /** Whether the training shall pause. */
  readonly pause: boolean;
}

interface Best {
  readonly step: number;
  readonly value: number;
}

/** Holds evaluations against the best before them, by an experiment's rules. What was told of is what is compared with from then on. */
export class Alerts {
  readonly #watched: { readonly rule: Alert; best: Best | null }[];

  /** @param earlier evaluations that are on record, ascending: what they gave cause for was told when they were taken */
  constructor(rules: Experiment["alerts"], earlier: Iterable<EvaluationRecord>) {
    this.#watched = rules.map(rule => ({ rule, best: null }));
    for (const record of earlier) this.see(record);
  }

  /** Takes an evaluation in; gives what is worth telling. */
  see({ step, values }: EvaluationRecord): readonly Alarm[] {
    return this.#watched.flatMap(watched => {
      const { rule, best } = watched;
      const value = values[rule.measure];
      if (value === undefined) return [];
      const lost = best === null ? -Infinity : lossOf(rule, best.value, value);
      if (lost <= 0 || lost >= rule.worse) watched.best = { step, value };
      if (best === null || lost < rule.worse) return [];
      const { title } = measures[rule.measure];
      const message = `${title} is worse by ${Math.round(100 * lost)} %: ${inFigures(value)} at step ${step} after ${inFigures(best.value)} at step ${best.step}${rule.pause ? "; paused, as its alert asks" : ""}`;
      return [{ message, pause: rule.pause }];
    });
  }
}

/** The share of a value that is lost at another one; negative where that is better. */
function lossOf({ measure }: Alert, before: number, now: number): number {
  const lost = measures[measure].better === "lower" ? now - before : before - now;
  return lost <= 0 || before <= 0 ? Math.min(lost, 0) : lost / before;
}

const inFigures = (value: number): string => String(Number(value.toPrecision(3)));
