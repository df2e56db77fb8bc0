interface Measure {
  readonly title: string;
  readonly description: string;
  /** Where better values lie; `one`: at 1; `none`: it is not good or bad. */
  readonly better: "higher" | "lower" | "one" | "none";
  readonly unit: string;
  /** Where values must lie. */
  readonly range: readonly [number, number | null];
}

const share = { unit: "share", range: [0, 1] } as const;
const ratio = { unit: "ratio", range: [0, null] } as const;

/** What an evaluation measures, by tag; docs/science.md has the formulas and sources. */
export const measures = {
  "quality/precision": {
    title: "Precision",
    description: "Share of generated samples inside the real manifold (Kynkaanniemi 2019).",
    better: "higher",
    ...share,
  },
  "quality/recall": {
    title: "Recall",
    description: "Share of real samples inside the generated manifold (Kynkaanniemi 2019).",
    better: "higher",
    ...share,
  },
  "quality/density": {
    title: "Density",
    description: "How many real neighbourhoods hold a generated sample, on average, over k (Naeem 2020).",
    better: "higher",
    ...ratio,
  },
  "quality/coverage": {
    title: "Coverage",
    description: "Share of real samples whose neighbourhood holds a generated sample (Naeem 2020).",
    better: "higher",
    ...share,
  },
  "quality/clipped_density": {
    title: "Clipped density",
    description: "Density that neither outliers nor crowds can lift; 1: as real samples (Salvy 2025).",
    better: "higher",
    ...share,
  },
  "quality/clipped_coverage": {
    title: "Clipped coverage",
    description: "Coverage, told as the share of good samples that would give it (Salvy 2025).",
    better: "higher",
    ...share,
  },
  "quality/symmetric_precision": {
    title: "Symmetric precision",
    description:
      "The lower of precision and the share of samples whose own neighbourhood holds a real one (Khayatkhoei 2023).",
    better: "higher",
    ...share,
  },
  "quality/symmetric_recall": {
    title: "Symmetric recall",
    description: "The lower of recall and coverage (Khayatkhoei 2023).",
    better: "higher",
    ...share,
  },
  "quality/irs": {
    title: "IRS",
    description:
      "Image Retrieval Score: how many different real samples the generated ones are nearest to, over what real ones reach (Dombrowski 2025).",
    better: "one",
    ...ratio,
  },
  "quality/fid": {
    title: "FID",
    description:
      "Frechet distance of two normal distributions fitted to 2,048 features of real and generated pictures (Heusel 2017).",
    better: "lower",
    unit: "",
    range: [0, null],
  },
  "quality/data_copying": {
    title: "Data copying",
    description:
      "How often a sample is nearer to a training picture than a held-out real one is; above 1/2 the generator memorises (Meehan 2020).",
    better: "none",
    ...share,
  },
  "quality/modes": {
    title: "Modes",
    description:
      "Modes with at least one sample within 3 standard deviations; classes with at least one sample (of your own labels: by the nearest labelled training sample, where that tells them).",
    better: "higher",
    unit: "modes",
    range: [0, null],
  },
  "quality/high_quality": {
    title: "High quality",
    description: "Share of samples within 3 standard deviations of the nearest mode.",
    better: "higher",
    ...share,
  },
  "quality/mode_kl": {
    title: "Mode KL",
    description: "Kullback-Leibler divergence of the histogram of modes from the data's.",
    better: "lower",
    unit: "nats",
    range: [0, null],
  },
  "collapse/mode_spread": {
    title: "Mode spread",
    description: "Median over modes of the generated over the real standard deviation; 1 is right.",
    better: "one",
    ...ratio,
  },
  "collapse/mode_diversity": {
    title: "Mode diversity",
    description:
      "Median over modes of how many different samples a kernel counts, over as many real ones'; 1 is right.",
    better: "one",
    ...ratio,
  },
  "collapse/effective_rank": {
    title: "Effective rank",
    description:
      "Mean exponential of the entropy of the generator's singular values (Roy and Vetterli 2007).",
    better: "higher",
    unit: "dimensions",
    range: [1, null],
  },
  "collapse/log_condition": {
    title: "Log condition",
    description: "Median decimal logarithm of the largest over the smallest singular value of the generator.",
    better: "lower",
    unit: "decades",
    range: [0, 4],
  },
  "collapse/distance_ratio_p05": {
    title: "Distance ratio",
    description:
      "5th percentile of sample distance over latent distance within a mode, divided by its median.",
    better: "higher",
    unit: "ratio",
    range: [0, 1],
  },
  "collapse/latent_recovery": {
    title: "Latent recovery",
    description: "0: neighbours in the output come from neighbours in the latent space; 1: many to one.",
    better: "lower",
    ...share,
  },
  "pairing/gradient_ratio": {
    title: "Gradient ratio",
    description: "Weighted gradient of the pairing loss over that of the adversarial loss, on the generator.",
    better: "none",
    ...ratio,
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureTag = keyof typeof measures;

/** Whether evaluations take what a tag names; all else is the training's own. */
export function isMeasure(tag: string): tag is MeasureTag {
  return Object.hasOwn(measures, tag);
}

/** The names of spaces in which distances are measured; anything else is the path of a feature network. */
const featureNames = ["auto", "data", "random"] as const;

export type FeatureName = (typeof featureNames)[number];

export function isFeatureName(features: string): features is FeatureName {
  return featureNames.some(name => name === features);
}

/** What training itself records, by tag; `knob/<key path>` come beside these. The units of losses follow from what trains (objective-units.ts). */
export const trainingScalars = {
  "loss/generator": { title: "Generator loss", description: "Its adversarial part alone.", unit: "" },
  "loss/discriminator": {
    title: "Discriminator loss",
    description: "Its adversarial part alone.",
    unit: "",
  },
  "loss/pairing": { title: "Pairing loss", description: "Unweighted; left out at weight 0.", unit: "" },
  "pairing/accuracy": {
    title: "Pairing accuracy",
    description: "Share of rows whose own partner is the most similar.",
    unit: "share",
  },
  "loss/r1": {
    title: "R1",
    description: "Mean squared gradient at real samples, without gamma / 2.",
    unit: "",
  },
  "loss/r2": {
    title: "R2",
    description: "Mean squared gradient at generated samples, without gamma / 2.",
    unit: "",
  },
  "loss/gradient_penalty": {
    title: "Gradient penalty",
    description: "Mean squared distance of the gradient's length to 1, without its weight.",
    unit: "",
  },
  "score/real": { title: "Real score", description: "Mean discriminator output at real samples.", unit: "" },
  "score/fake": {
    title: "Fake score",
    description: "Mean discriminator output at generated samples.",
    unit: "",
  },
  "speed/steps_per_second": { title: "Speed", description: "Training steps.", unit: "steps/s" },
  "speed/device_memory": {
    title: "Card's memory",
    description: "Memory of the graphics card that is in use, by whoever.",
    unit: "bytes",
  },
  "speed/device_busy": {
    title: "Card's work",
    description: "Share of the time in which the graphics card computes, for whomever.",
    unit: "share",
  },
} as const satisfies Readonly<Record<string, { title: string; description: string; unit: string }>>;
