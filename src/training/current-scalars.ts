import { isMeasure } from "../experiment/catalog.ts";
import type { Experiment } from "../experiment/schema.ts";
import { penalties, type PenaltyName } from "../gan/penalties/index.ts";
import type { TagHistory } from "../runs/history.ts";
import { intervalOf } from "./variant.ts";

/**
 * After a step: the last value of each tag of the training's own that is still recorded. What is computed no longer (the
 * pairing's loss at weight 0) is left out from the first point on that it lacks: no old value stands as the present one.
 */
export function currentScalars(
  experiment: Experiment,
  history: ReadonlyMap<string, Pick<TagHistory, "last">>,
  step: number,
): Record<string, number> {
  const interval = step - (step % experiment.record.scalars);
  return Object.fromEntries(
    [...history].flatMap(([tag, { last }]) =>
      isMeasure(tag) || interval - last.step >= longestGap(experiment, tag) ? [] : [[tag, last.value]],
    ),
  );
}

/** The most steps between two points of a tag while it is computed. */
function longestGap(experiment: Experiment, tag: string): number {
  const { record } = experiment;
  if (tag.startsWith("knob/") || tag.startsWith("speed/")) return Infinity;
  const name = (Object.keys(penalties) as PenaltyName[]).find(key => penalties[key].tag === tag);
  const every = name === undefined ? 1 : intervalOf(experiment, name);
  return Math.ceil(every / record.scalars) * record.scalars;
}
