// What usually helps against what the measures show, of the objective that trains: no advice names a part that the run lacks
// as if it had it, or one that does not go with the rest.
import { pairingKinds } from "../experiment/catalog-objectives.ts";
import type { KnobKey } from "../experiment/catalog-knobs.ts";
import { findConflicts } from "../experiment/constraints.ts";
import type { Experiment } from "../experiment/schema.ts";
import { startingWeight } from "../experiment/starting-weight.ts";

export type Values = Readonly<Record<string, number>>;

export interface Advice {
  /** As sentences. */
  readonly text: string;
  /** The knob that it speaks of first; null where none helps. */
  readonly knob: KnobKey | null;
}

export type Adviser = (values: Values, experiment: Experiment) => Advice;

/** Whether a term of the loss is computed: recorded lately, or asked for by the experiment (a lazy one is recorded rarely). */
export const isAtWork = (values: Values, tag: string, begun: number): boolean => tag in values || begun > 0;

const hasR1 = (values: Values, { penalties }: Experiment): boolean =>
  isAtWork(values, "loss/r1", penalties.r1.gamma);

/** Whether `discriminator.spectralNorm` would be accepted beside everything else. */
function mayNormalise(experiment: Experiment): boolean {
  const { discriminator } = experiment;
  if (discriminator.spectralNorm) return false;
  const normalised = { ...experiment, discriminator: { ...discriminator, spectralNorm: true } };
  return findConflicts(normalised, Infinity).length === 0;
}

const newRun = (what: string): string => ` In a new run: ${what}.`;
const normalised = (experiment: Experiment): string =>
  mayNormalise(experiment) ? newRun("spectral normalisation (discriminator.spectralNorm)") : "";

/** What keeps this discriminator's gradient in bounds. R1 asks for none at real samples, which a critic must not have. */
function smoother(values: Values, experiment: Experiment): Advice | null {
  const { loss, penalties, discriminator } = experiment;
  const isPenalised = isAtWork(values, "loss/gradient_penalty", penalties.gradientPenalty.weight);
  if (loss === "wasserstein" || isPenalised) {
    if (discriminator.spectralNorm && !isPenalised) return null;
    return {
      text: `${isPenalised ? "A larger" : "A"} gradient penalty keeps the slope of the discriminator near 1.${isPenalised ? "" : normalised(experiment)}`,
      knob: "penalties.gradientPenalty.weight",
    };
  }
  if (discriminator.spectralNorm) return null;
  const larger = hasR1(values, experiment) ? "A larger R1" : "R1";
  const both = loss === "relativistic" ? `${larger} with as much R2` : larger;
  return {
    text: `${both} keeps the discriminator's gradient useful.${hasR1(values, experiment) ? "" : normalised(experiment)}`,
    knob: "penalties.r1.gamma",
  };
}

const slower: Advice = {
  text: "A lower learning rate of the discriminator slows it down.",
  knob: "optimizers.discriminator.learningRate",
};

const joined = (first: Advice | null, second: Advice): Advice =>
  first === null ? second : { text: `${first.text} ${second.text}`, knob: first.knob };

/** Whether the regularizer is one of the two readings of pairing, or a researcher's own. */
const isPairing = ({ kind }: Experiment["pairing"]): boolean =>
  kind === "neighbour" || kind === "latent" || kind === "custom";

const nameOf = (pairing: Experiment["pairing"]): string =>
  isPairing(pairing) ? "pairing" : pairingKinds[pairing.kind].title.toLowerCase();

/** More of the regularizer that the experiment has, or its first. */
function regularized(
  values: Values,
  { pairing, penalties }: Experiment,
  does: string,
  others: string,
): Advice {
  const knob = "pairing.weight";
  const name = nameOf(pairing);
  const effect = isPairing(pairing) ? does : others;
  if (isAtWork(values, "loss/pairing", pairing.weight))
    return {
      text: `A larger weight of ${name} ${effect}; several orders of magnitude are worth a try.`,
      knob,
    };
  const begin = isPairing(pairing)
    ? ` of ${penalties.r1.gamma > 0 ? startingWeight.smoothed : startingWeight.plain}, to begin with,`
    : "";
  return { text: `A weight${begin} turns ${name} on, which ${effect}.`, knob };
}

export const moreModes: Adviser = (values, experiment) =>
  regularized(values, experiment, "usually brings modes back", "moves samples of different latents apart");

export const nearLatents: Adviser = (values, experiment) => {
  const { text, knob } = regularized(
    values,
    experiment,
    "makes near outputs come from near latents again",
    "moves samples of different latents apart",
  );
  const kind = isPairing(experiment.pairing)
    ? ""
    : newRun('pairing, which asks for near outputs from near latents (pairing.kind "neighbour")');
  return { text: text + kind, knob };
};

/** Generated over real standard deviation inside a mode, from which on pairing is told to have spread the samples. */
const TOO_WIDE = 1.25;

/** Whether modes came out wider than real ones while pairing is at work: on the study's rings a smaller weight narrowed them. */
const isOverdone = (values: Values, { pairing }: Experiment): boolean =>
  isPairing(pairing) &&
  isAtWork(values, "loss/pairing", pairing.weight) &&
  (values["collapse/mode_spread"] ?? 0) > TOO_WIDE;

export const lessNoise: Adviser = (values, experiment) => {
  const name = nameOf(experiment.pairing);
  if ((values["pairing/gradient_ratio"] ?? 0) > 1)
    return {
      text: `A smaller weight of ${name}, whose gradient outweighs the adversarial one.`,
      knob: "pairing.weight",
    };
  if (isOverdone(values, experiment))
    return {
      text: `A smaller weight of ${name}: modes are wider than real ones, and on rings less of it narrowed them.`,
      knob: "pairing.weight",
    };
  const average = experiment.average === 0 ? newRun("an averaged generator (average)") : "";
  return (
    smoother(values, experiment) ?? {
      text: `A lower learning rate of the generator lets its samples settle.${average}`,
      knob: "optimizers.generator.learningRate",
    }
  );
};

export const weakerDiscriminator: Adviser = (values, experiment) =>
  joined(smoother(values, experiment), slower);

export const strongerDiscriminator: Adviser = (values, experiment) => {
  const less = hasR1(values, experiment) ? ", or less R1," : "";
  return {
    text: `A higher learning rate of the discriminator${less} lets it see the difference.${newRun("more updates of it a step (criticSteps)")}`,
    knob: "optimizers.discriminator.learningRate",
  };
};

export const notByObjective: Adviser = () => ({
  text: "More training pictures, fewer steps or smaller networks; pairing does not prevent it.",
  knob: null,
});
