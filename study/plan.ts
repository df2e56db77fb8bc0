// The study as data: what is trained, with which seeds, what is chosen how, and which questions are asked of it. plan.md
// says why, and was committed before the first reported seed.

/** Values by key path of the experiment, as `--set` names them. */
export type Settings = Readonly<Record<string, unknown>>;

/** A number that is looked for: the values that are tried. */
export interface Search {
  /** A key path of the experiment. */
  readonly key: string;
  readonly values: readonly unknown[];
}

/** One side of an arm: what it sets, and what is looked for in it. */
export interface Part {
  readonly settings: Settings;
  readonly search: Search | null;
}

/** Data, networks and learning rates that all arms of it share. */
export interface Regime {
  readonly title: string;
  /** The experiment file's text, as an object. */
  readonly experiment: Settings;
  readonly bases: Readonly<Record<string, Part>>;
  readonly additions: Readonly<Record<string, Part>>;
  readonly families: Readonly<Record<string, Family>>;
  /** Seeds of the search; none of them is reported. */
  readonly searchSeeds: readonly number[];
  readonly reportSeeds: readonly number[];
  /** A guess until rows are there, of one run on one core. */
  readonly secondsPerRun: number;
}

/** Arms that are compared with each other, each base with each addition: one report, corrected for its own comparisons. */
export interface Family {
  readonly question: string;
  readonly bases: readonly string[];
  readonly additions: readonly string[];
  /** What every other is compared with: the same base without an addition, or the first base with the same addition. */
  readonly against: "no addition" | "first base";
}

export interface StudyPlan {
  readonly regimes: Readonly<Record<string, Regime>>;
  /** What a search goes by: the highest mean over its seeds. */
  readonly chosenBy: string;
  /** What is compared. */
  readonly measures: readonly string[];
}

/** The addition that adds nothing. */
export const NONE = "none";

const weights = [0.001, 0.003, 0.01, 0.03, 0.1];
const gammas = [0.01, 0.03, 0.1, 0.3, 1];

const nothing: Part = { settings: {}, search: null };
const pairing = (kind: string, values: readonly number[]): Part => ({
  settings: { "pairing.kind": kind },
  search: { key: "pairing.weight", values },
});

const readings = { neighbour: pairing("neighbour", weights), latent: pairing("latent", weights) };
// Around each paper's own weight, as many values as pairing has.
const alternatives = {
  msgan: pairing("msgan", [0.01, 0.03, 0.1, 0.3, 1]),
  dsgan: pairing("dsgan", [0.01, 0.03, 0.1, 1, 8]),
  ndiv: pairing("ndiv", [0.01, 0.1, 1, 10, 100]),
  divco: pairing("divco", [0.003, 0.01, 0.03, 0.1, 1]),
  zcr: pairing("zcr", [0.01, 0.03, 0.1, 0.3, 0.5]),
};

const gan: Part = nothing;
const r1: Part = { settings: {}, search: { key: "penalties.r1.gamma", values: gammas } };
const stabilisers = {
  r2: { settings: {}, search: { key: "penalties.r2.gamma", values: gammas } },
  "gradient-penalty": {
    // As its paper has it: five updates of the discriminator a step.
    settings: { loss: "wasserstein", criticSteps: 5 },
    search: { key: "penalties.gradientPenalty.weight", values: [0.03, 0.1, 0.3, 1, 10] },
  },
  "spectral-norm": { settings: { loss: "hinge", "discriminator.spectralNorm": true }, search: null },
  packing: { settings: {}, search: { key: "discriminator.pack", values: [2, 4] } },
  relativistic: {
    settings: { loss: "relativistic" },
    search: {
      key: "penalties",
      values: gammas.map(gamma => ({ r1: { gamma }, r2: { gamma } })),
    },
  },
} satisfies Readonly<Record<string, Part>>;

const paper: Family = {
  question: "Does pairing, in either reading, change a GAN without and with R1?",
  bases: ["gan", "r1"],
  additions: [NONE, "neighbour", "latent"],
  against: "no addition",
};
const stabilised: Family = {
  question: "What does R1 alone change?",
  bases: ["gan", "r1"],
  additions: [NONE],
  against: "first base",
};
const published = (base: string): Family => ({
  question: `What do the published diversity terms change, beside pairing, on ${base}?`,
  bases: [base],
  additions: [NONE, "neighbour", ...Object.keys(alternatives)],
  against: "no addition",
});
const complementing: Family = {
  question: "Does pairing add to other stabilisers than R1?",
  bases: Object.keys(stabilisers),
  additions: [NONE, "neighbour"],
  against: "no addition",
};

const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

const toys = {
  ring: { kind: "ring", modes: 8, radius: 2, std: 0.02 },
  grid: { kind: "grid", side: 5, spacing: 2, std: 0.05 },
  spiral: { kind: "spiral" },
};

/** Only the end is evaluated and kept; one thread, so that a row does not depend on how many cores there were. */
const economical = (steps: number, samples: number) => ({
  steps,
  threads: 1,
  record: { scalars: 100, samples: steps, evaluation: steps, checkpoint: steps },
  evaluation: { samples },
});

const points = (data: Settings, generator: number, discriminator: number, steps: number): Settings => ({
  ...economical(steps, 2500),
  batch: 128,
  data,
  latent: { size: 2 },
  generator: { kind: "mlp", hidden: [64, 64] },
  discriminator: { kind: "mlp", hidden: [64, 64] },
  optimizers: {
    generator: { learningRate: generator, beta1: 0.5 },
    discriminator: { learningRate: discriminator, beta1: 0.5 },
  },
});

const toySeeds = { searchSeeds: from(101, 3), reportSeeds: from(1, 10) };

const weak = (name: string, data: Settings): Regime => ({
  title: `${name}, weak discriminator`,
  experiment: points(data, 1e-3, 1e-4, 8_000),
  bases: { gan, r1 },
  additions: { [NONE]: nothing, ...readings, ...alternatives },
  families: { paper, stabilised, published: published("gan") },
  ...toySeeds,
  secondsPerRun: 9,
});

const balanced = (name: string, data: Settings): Regime => ({
  title: `${name}, equal footing`,
  experiment: points(data, 2e-4, 4e-4, 16_000),
  bases: { gan, r1, ...stabilisers },
  additions: { [NONE]: nothing, ...readings, ...alternatives },
  families: { paper, stabilised, published: published("r1"), complementing },
  ...toySeeds,
  secondsPerRun: 20,
});

const fewWeights = [0.003, 0.01, 0.03];
const fewReadings = { neighbour: pairing("neighbour", fewWeights), latent: pairing("latent", fewWeights) };
const imageR1: Part = { settings: {}, search: { key: "penalties.r1.gamma", values: [0.1, 1, 10] } };

const images = (title: string, data: Settings): Regime => ({
  title,
  experiment: {
    ...economical(1_500, 2000),
    batch: 64,
    data,
    generator: { kind: "dcgan", channels: 16 },
    discriminator: { kind: "dcgan", channels: 16 },
    optimizers: { generator: { learningRate: 5e-4 }, discriminator: { learningRate: 5e-4 } },
    average: 0.99,
  },
  bases: { gan, r1: imageR1 },
  additions: { [NONE]: nothing, ...fewReadings },
  families: { paper, stabilised },
  searchSeeds: from(101, 2),
  reportSeeds: from(1, 5),
  secondsPerRun: 160,
});

const augmented: Family = {
  question: "Does pairing add to DiffAugment?",
  bases: ["augment"],
  additions: [NONE, "neighbour"],
  against: "no addition",
};
const digits = images("digits", { kind: "digits" });

export const study: StudyPlan = {
  regimes: {
    "ring-weak": weak("ring of 8", toys.ring),
    "ring-balanced": balanced("ring of 8", toys.ring),
    "grid-weak": weak("grid of 25", toys.grid),
    "grid-balanced": balanced("grid of 25", toys.grid),
    "spiral-weak": weak("spiral", toys.spiral),
    "spiral-balanced": balanced("spiral", toys.spiral),
    digits: {
      ...digits,
      bases: {
        ...digits.bases,
        augment: { settings: { augment: ["color", "translation", "cutout"] }, search: null },
      },
      families: { ...digits.families, augmented },
    },
    "stacked-digits": images("stacked digits", { kind: "stacked-digits" }),
    "fashion-mnist": images("Fashion-MNIST", {
      kind: "idx",
      images: "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz",
    }),
  },
  chosenBy: "quality/coverage",
  measures: [
    "quality/precision",
    "quality/recall",
    "quality/coverage",
    "quality/clipped_density",
    "quality/clipped_coverage",
    "quality/irs",
    "quality/modes",
    "collapse/mode_diversity",
    "collapse/latent_recovery",
  ],
};

/** The same machine on one small regime, in under a minute: for tests, and to see what a study is. */
export const quick: StudyPlan = {
  ...study,
  regimes: {
    quick: {
      ...weak("ring of 8", toys.ring),
      experiment: { ...points(toys.ring, 1e-3, 1e-4, 200), evaluation: { samples: 500 } },
      bases: { gan, r1: { settings: {}, search: { key: "penalties.r1.gamma", values: [0.1, 1] } } },
      additions: { [NONE]: nothing, neighbour: pairing("neighbour", [0.01, 0.1]) },
      families: { paper: { ...paper, additions: [NONE, "neighbour"] }, stabilised },
      searchSeeds: [101],
      reportSeeds: [1, 2, 3],
      secondsPerRun: 2,
    },
  },
};
