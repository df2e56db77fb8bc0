import type { GrowingCurve } from "../numbers/growing-curve.ts";
import { undefinedWords } from "../numbers/undefined-words.ts";
import { lastWords, type WeightOff } from "./figure-words.ts";
import { changeHeldAt } from "./knob-history.ts";
import { PAIRING_WEIGHT } from "./knob-names.ts";
import type { DashboardModel } from "./model.ts";

/** The step whose figures are shown. */
export const figureStep = ({ cursor, shown, newestCalmly }: DashboardModel): number =>
  cursor.value ?? shown.value ?? newestCalmly.value;

/** Since when pairing is off at a step; null where its weight is not 0, or that of an ancestor, which is not known. */
function weightOffAt({ state }: DashboardModel, step: number): WeightOff | null {
  const run = state.value?.run;
  const knob = state.value?.knobs.find(({ key }) => key === PAIRING_WEIGHT);
  const begun = run?.parent?.step ?? 0;
  if (run === undefined || knob === undefined || step < begun) return null;
  const held = changeHeldAt(knob, Math.max(step, begun + 1));
  return held?.value === 0 ? { changed: Math.max(held.step, begun), interval: run.record.scalars } : null;
}

export interface MissingFigure {
  readonly tag: string;
  /** Whether evaluations measure it; else it is a mean over the steps of the training. */
  readonly evaluated: boolean;
  /** Whether there is none at weight 0. */
  readonly ofPairing: boolean;
  readonly format: (value: number) => string;
}

/** What stands beside a figure that has no value at the shown step; "" where it has one, or nothing is known yet. */
export function missingWords(
  model: DashboardModel,
  { tag, evaluated, ofPairing, format }: MissingFigure,
  curve: GrowingCurve | null,
): string {
  const at = figureStep(model);
  if (curve !== null && !Number.isNaN(curve.at(at))) return "";
  const gap = curve?.gapAt(at) ?? null;
  const off = ofPairing ? weightOffAt(model, at) : null;
  if (off !== null) return gap === null ? "weight 0" : lastWords(gap, format, off);
  if (!evaluated) return gap === null ? "" : lastWords(gap, format, null);
  // What never had a value has no curve: only the last evaluation tells of it.
  const last = model.state.value?.status.lastEvaluation ?? null;
  const told = last !== null && last.step <= at && Object.hasOwn(last.undefined, tag) ? last : null;
  const evaluation = gap === null ? told?.step : curve?.step(curve.indexUpTo(at));
  if (evaluation === undefined) return "";
  return undefinedWords(evaluation, told?.step === evaluation ? told.undefined[tag] : undefined);
}
