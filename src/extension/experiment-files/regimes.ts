import type { Domain, LossName } from "../../experiment/catalog.ts";
import { startingWeight } from "../../experiment/starting-weight.ts";

type Numbers = Readonly<Record<string, number>>;

/** An objective and how it is trained, as a new experiment begins with it. */
export interface Regime {
  readonly title: string;
  readonly description: string;
  /** What its files are called: `gan-r1`, and `gan-pairing-r1` with pairing. */
  readonly name: readonly [of: string, with_: string];
  /** Where its numbers come from. */
  readonly source: string;
  readonly steps: number;
  readonly loss: LossName;
  /** Updates of the discriminator a step. */
  readonly criticSteps: number;
  /** Keys of the discriminator beside its layers. */
  readonly discriminator: Readonly<Record<string, number | boolean>>;
  readonly penalties: Readonly<Record<Domain, Readonly<Record<string, Numbers>>>>;
  readonly learningRates: Readonly<Record<Domain, readonly [generator: number, discriminator: number]>>;
  /** Adam's, of both players. */
  readonly betas: readonly [number, number];
  /** The weight of pairing to begin with. */
  readonly weight: number;
}

const none = { points: { r1: { gamma: 0 } }, images: { r1: { gamma: 0 } } };

const weak = {
  steps: 8000,
  loss: "non-saturating",
  criticSteps: 1,
  learningRates: { points: [1e-3, 1e-4], images: [2e-4, 2e-5] },
  betas: [0.5, 0.999],
  weight: startingWeight.plain,
} as const;

/** Where to begin, by the name that the setting `defaultRegime` gives it. */
export const regimes = {
  "weak-discriminator": {
    ...weak,
    title: "GAN, weak discriminator",
    description:
      "Against a weak discriminator, ten times as slow as the generator: without pairing the GAN collapses.",
    name: ["gan", ""],
    source: "Goodfellow et al. 2014, arXiv 1406.2661; the numbers are those of docs/science.md",
    discriminator: {},
    penalties: none,
  },
  "equal-rates": {
    ...weak,
    title: "GAN, equal rates",
    description:
      "The plain GAN: both players learn at the same rate, and no penalty holds the discriminator.",
    name: ["gan-equal", ""],
    source:
      "Goodfellow et al. 2014, arXiv 1406.2661; Adam 2e-4 and beta1 0.5 after Radford, Metz, Chintala 2016, arXiv 1511.06434",
    discriminator: {},
    penalties: none,
    learningRates: { points: [2e-4, 2e-4], images: [2e-4, 2e-4] },
  },
  r1: {
    title: "GAN + R1",
    description: "Equal footing and gamma 0.1: every mode is found, latents are wasted inside them.",
    name: ["gan", "-r1"],
    source:
      "Mescheder, Geiger, Nowozin 2018, arXiv 1801.04406; the numbers were found on the ring of 8 Gaussians",
    steps: 16000,
    loss: "non-saturating",
    criticSteps: 1,
    discriminator: {},
    penalties: { points: { r1: { gamma: 0.1 } }, images: { r1: { gamma: 0.1 } } },
    learningRates: { points: [2e-4, 4e-4], images: [2e-4, 4e-4] },
    betas: [0.5, 0.999],
    weight: startingWeight.smoothed,
  },
  r3gan: {
    title: "R3GAN",
    description: "The relativistic loss with R1 and R2 and Adam without momentum.",
    name: ["r3gan", ""],
    source:
      "Huang et al. 2024, arXiv 2501.05441: betas 0 and 0.99, gamma 0.05 on CIFAR-10; for points gamma 0.1, as with R1 alone",
    steps: 16000,
    loss: "relativistic",
    criticSteps: 1,
    discriminator: {},
    penalties: {
      points: { r1: { gamma: 0.1 }, r2: { gamma: 0.1 } },
      images: { r1: { gamma: 0.05 }, r2: { gamma: 0.05 } },
    },
    learningRates: { points: [2e-4, 2e-4], images: [2e-4, 2e-4] },
    betas: [0, 0.99],
    weight: startingWeight.smoothed,
  },
  "wgan-gp": {
    title: "WGAN-GP",
    description: "A critic of the Wasserstein distance with a gradient penalty, five of its updates a step.",
    name: ["wgan-gp", ""],
    source:
      "Gulrajani et al. 2017, arXiv 1704.00028, algorithm 1: penalty 10, 5 critic steps, Adam 1e-4, betas 0 and 0.9; for toys its authors' program has penalty 0.1",
    steps: 8000,
    loss: "wasserstein",
    criticSteps: 5,
    discriminator: {},
    penalties: {
      points: { gradientPenalty: { weight: 0.1 } },
      images: { gradientPenalty: { weight: 10 } },
    },
    learningRates: { points: [1e-4, 1e-4], images: [1e-4, 1e-4] },
    betas: [0, 0.9],
    weight: startingWeight.smoothed,
  },
  "sn-gan": {
    title: "SN-GAN",
    description: "The hinge loss and a spectrally normalised discriminator, five of its updates a step.",
    name: ["sn-gan", ""],
    source: "Miyato et al. 2018, arXiv 1802.05957: hinge, Adam 2e-4, betas 0 and 0.9, 5 updates of D a step",
    steps: 8000,
    loss: "hinge",
    criticSteps: 5,
    discriminator: { spectralNorm: true },
    penalties: none,
    learningRates: { points: [2e-4, 2e-4], images: [2e-4, 2e-4] },
    betas: [0, 0.9],
    weight: startingWeight.smoothed,
  },
  pacgan: {
    ...weak,
    title: "PacGAN",
    description: "A weak discriminator that judges two joined samples at a time.",
    name: ["pacgan", ""],
    source:
      "Lin et al. 2018, arXiv 1712.04086: packs of 2; the rest as of the GAN with a weak discriminator here, to see what packs change",
    discriminator: { pack: 2 },
    penalties: none,
  },
} as const satisfies Readonly<Record<string, Regime>>;

export type RegimeName = keyof typeof regimes;
export const regimeNames = Object.keys(regimes) as RegimeName[];

/** The name of a regime's example: "ring-gan", "ring-gan-pairing-r1". */
export function exampleName(data: string, regime: RegimeName, isPaired: boolean): string {
  const [of, with_] = regimes[regime].name;
  return `${data}-${of}${isPaired ? "-pairing" : ""}${with_}`;
}
