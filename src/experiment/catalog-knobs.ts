import { optimizers, pairingKinds, penalties, type PairingKnobName } from "./catalog-objectives.ts";
import { trainingNumbers } from "./catalog-training.ts";
import type { NumberSpec, NumberSpecs } from "./number-spec.ts";

const { learningRate } = optimizers.adam.numbers;

/** A knob of several kinds is the first one's: their ranges are one, their defaults may differ. */
const pairingKnobs: Record<string, NumberSpec> = {};
for (const { numbers } of Object.values<{ readonly numbers: NumberSpecs }>(pairingKinds))
  for (const [name, spec] of Object.entries(numbers))
    if (spec.integer !== true) pairingKnobs[`pairing.${name}`] ??= spec;

/** The numbers that may change while a run trains, by key path. */
export const knobs = {
  ...(pairingKnobs as Readonly<Record<`pairing.${PairingKnobName}`, NumberSpec>>), // as its type says which
  "penalties.r1.gamma": penalties.r1.numbers.gamma,
  "penalties.r2.gamma": penalties.r2.numbers.gamma,
  "penalties.gradientPenalty.weight": penalties.gradientPenalty.numbers.weight,
  "optimizers.generator.learningRate": { ...learningRate, title: "Generator's learning rate" },
  "optimizers.discriminator.learningRate": {
    ...learningRate,
    title: "Discriminator's learning rate",
    default: 1e-4,
  },
  pace: trainingNumbers.pace,
} as const satisfies Readonly<Record<string, NumberSpec>>;

export type KnobKey = keyof typeof knobs;
