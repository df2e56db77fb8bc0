import { optimizers, pairingKinds, penalties } from "./catalog-objectives.ts";
import { trainingNumbers } from "./catalog-training.ts";
import type { NumberSpec } from "./number-spec.ts";

type Knob = NumberSpec & { readonly available: boolean };

const { weight, noise, temperature } = pairingKinds.neighbour.numbers;
const { learningRate } = optimizers.adam.numbers;

/** The numbers that may change while a run trains, by key path. */
export const knobs = {
  "pairing.weight": { ...weight, available: true },
  "pairing.noise": { ...noise, available: true },
  "pairing.temperature": { ...temperature, available: true },
  "pairing.limit": { ...pairingKinds.dsgan.numbers.limit, available: true },
  "pairing.alpha": { ...pairingKinds.ndiv.numbers.alpha, available: true },
  "pairing.radius": { ...pairingKinds.divco.numbers.radius, available: true },
  "pairing.discriminatorWeight": { ...pairingKinds.zcr.numbers.discriminatorWeight, available: true },
  "pairing.length": { ...pairingKinds["jacobian-clamping"].numbers.length, available: true },
  "pairing.low": { ...pairingKinds["jacobian-clamping"].numbers.low, available: true },
  "pairing.high": { ...pairingKinds["jacobian-clamping"].numbers.high, available: true },
  "penalties.r1.gamma": { ...penalties.r1.numbers.gamma, available: penalties.r1.available },
  "penalties.r2.gamma": { ...penalties.r2.numbers.gamma, available: penalties.r2.available },
  "penalties.gradientPenalty.weight": {
    ...penalties.gradientPenalty.numbers.weight,
    available: penalties.gradientPenalty.available,
  },
  "optimizers.generator.learningRate": {
    ...learningRate,
    title: "Generator's learning rate",
    available: true,
  },
  "optimizers.discriminator.learningRate": {
    ...learningRate,
    title: "Discriminator's learning rate",
    default: 1e-4,
    available: true,
  },
  pace: { ...trainingNumbers.pace, available: true },
} as const satisfies Readonly<Record<string, Knob>>;

export type KnobKey = keyof typeof knobs;
