import type { KnobValues } from "../experiment/knobs.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { PenaltyName } from "../gan/penalties/index.ts";
import { penalties } from "../gan/penalties/index.ts";

/** Which optional parts a step computes. A part whose knob is 0 is left out: the step is the same and cheaper. */
export interface Variant {
  /** Names the variant; equal keys are equal variants. */
  readonly key: string;
  readonly pairing: boolean;
  /** Active penalties with what multiplies them because they are computed at every n-th step only. */
  readonly penalties: ReadonlyMap<PenaltyName, number>;
}

const penaltyNames = Object.keys(penalties) as PenaltyName[];

/** A penalty's turn comes at every so many steps. */
export function intervalOf(experiment: Experiment, name: PenaltyName): number {
  const settings = experiment.penalties[name];
  return "every" in settings ? settings.every : 1;
}

/**
 * The variant of a step, from 1. A penalty with `every: n` is computed at multiples of n and counts n times there
 * (lazy regularization, Karras et al. 2020, arXiv 1912.04958, section 3.1).
 */
export function variantAt(experiment: Experiment, knobs: KnobValues, step: number): Variant {
  const pairing = knobs["pairing.weight"] !== 0;
  const active = new Map<PenaltyName, number>();
  for (const name of penaltyNames) {
    const every = intervalOf(experiment, name);
    if (knobs[penalties[name].knob] !== 0 && step % every === 0) active.set(name, every);
  }
  const parts = [...(pairing ? ["pairing"] : []), ...[...active].map(([name, scale]) => `${name}x${scale}`)];
  return { key: parts.join(" ") || "plain", pairing, penalties: active };
}

/** The first step after `step` (both from 1) at which a penalty's turn comes or ends, while knobs stand still. */
export function nextTurn(experiment: Experiment, step: number): number {
  let next = Infinity;
  for (const name of penaltyNames) {
    const every = intervalOf(experiment, name);
    if (every === 1) continue;
    next = Math.min(next, step % every === 0 ? step + 1 : step - (step % every) + every);
  }
  return next;
}
