import { optimizers, pairingKinds, penalties } from "./catalog-objectives.ts";
import { trainingNumbers } from "./catalog-training.ts";
import type { NumberSpec } from "./number-spec.ts";

const { weight, noise, temperature } = pairingKinds.neighbour.numbers;
const clamping = pairingKinds["jacobian-clamping"].numbers;
const { learningRate } = optimizers.adam.numbers;

/** The numbers that may change while a run trains, by key path. */
export const knobs = {
  "pairing.weight": weight,
  "pairing.noise": noise,
  "pairing.temperature": temperature,
  "pairing.limit": pairingKinds.dsgan.numbers.limit,
  "pairing.alpha": pairingKinds.ndiv.numbers.alpha,
  "pairing.radius": pairingKinds.divco.numbers.radius,
  "pairing.discriminatorWeight": pairingKinds.zcr.numbers.discriminatorWeight,
  "pairing.length": clamping.length,
  "pairing.low": clamping.low,
  "pairing.high": clamping.high,
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
