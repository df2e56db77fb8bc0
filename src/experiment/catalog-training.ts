import type { NumberSpec, NumberSpecs } from "./number-spec.ts";

/** Step numbers are eight digits in the names of a run's files. */
const lastStep = 99_999_999;

const interval = (title: string, what: string, value: number) =>
  ({
    title,
    description: `${what} every so many steps.`,
    default: value,
    minimum: 1,
    maximum: lastStep,
    integer: true,
    unit: "steps",
  }) as const satisfies NumberSpec;

/** The numbers of the training itself, by key path. */
export const trainingNumbers = {
  seed: {
    title: "Seed",
    description: "Every draw of the run is a function of it.",
    default: 1,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    integer: true,
  },
  steps: {
    title: "Steps",
    description:
      "How many steps to train: each updates the discriminator criticSteps times and the generator once.",
    default: 8000,
    minimum: 1,
    maximum: lastStep,
    integer: true,
    unit: "steps",
  },
  batch: {
    title: "Batch",
    description: "Samples a batch. Every other pair of a batch is a negative of the pairing regularizer.",
    default: 128,
    minimum: 2,
    maximum: 65536,
    integer: true,
    unit: "samples",
  },
  criticSteps: {
    title: "Critic steps",
    description: "Updates of the discriminator before each update of the generator.",
    default: 1,
    minimum: 1,
    maximum: 100,
    integer: true,
  },
  average: {
    title: "Average",
    description:
      "Decay of the averaged generator, which is the one that is sampled, evaluated and exported; 0 is none. The default is for points; for images it is 0.999.",
    default: 0,
    minimum: 0,
    below: 1,
  },
  pace: {
    title: "Pace",
    description: "At most so many steps a second; 0 is as fast as it goes. Changes no result.",
    default: 0,
    minimum: 0,
    unit: "steps/s",
  },
  threads: {
    title: "Threads",
    description: "Threads of the training step; 0 is a fixed rule by shape, recorded in run.json.",
    default: 0,
    minimum: 0,
    maximum: 256,
    integer: true,
  },
  "latent.size": {
    title: "Latent size",
    description: "Dimensions of the latent space. The default is for points; for images it is 64.",
    default: 2,
    minimum: 1,
    maximum: 4096,
    integer: true,
  },
  "discriminator.pack": {
    title: "Pack",
    description: "Samples that the discriminator judges together (PacGAN, Lin 2018); 1 is none.",
    default: 1,
    minimum: 1,
    maximum: 16,
    integer: true,
  },
  "pairing.embedding.size": {
    title: "Embedding size",
    description: "Outputs of the embedding networks e and h.",
    default: 16,
    minimum: 1,
    maximum: 4096,
    integer: true,
  },
  "record.scalars": interval("Scalars", "Writes the means of losses and scores since the last record", 10),
  "record.samples": interval("Samples", "Renders the probe latents", 100),
  "record.evaluation": interval("Evaluation", "Measures quality and collapse", 500),
  "record.checkpoint": interval(
    "Checkpoint",
    "Keeps all that a resume needs, and the networks as ONNX",
    1000,
  ),
  "evaluation.samples": {
    title: "Samples",
    description: "Real and generated samples that an evaluation compares.",
    default: 2500,
    minimum: 10,
    maximum: 50000,
    integer: true,
  },
  "evaluation.neighbours": {
    title: "Neighbours",
    description: "The k of precision, recall, density and coverage.",
    default: 5,
    minimum: 1,
    maximum: 1000,
    integer: true,
  },
} as const satisfies NumberSpecs;

/** How much worse than its best a measure must be before an alert tells of it. */
export const alertWorse: NumberSpec = {
  title: "Worse",
  description: "The share of its best value so far that is lost: 0.2 is a fifth.",
  default: 0.2,
  minimum: 0.001,
  maximum: 1000,
};

/** Sizes that lists of the experiment may have. */
export const listLimits = { alerts: 20, hiddenLayers: 16, scheduleEntries: 1000, columns: 1024 } as const;

/** The width of a hidden layer; its default is that of the lists' elements. */
export const layerWidth = {
  title: "Width",
  description: "Units of a hidden layer.",
  default: 64,
  minimum: 1,
  maximum: 8192,
  integer: true,
} as const satisfies NumberSpec;
