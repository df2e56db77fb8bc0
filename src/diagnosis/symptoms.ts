// What the measures of a run can show, each with its threshold. docs/science.md says where the thresholds come from.
import type { LossName } from "../experiment/catalog-objectives.ts";
import type { Experiment } from "../experiment/schema.ts";
import {
  lessNoise,
  moreModes,
  nearLatents,
  notByObjective,
  strongerDiscriminator,
  weakerDiscriminator,
  isAtWork,
  type Adviser,
  type Values,
} from "./advice.ts";
import { modeCount } from "./mode-count.ts";

export interface Symptom {
  readonly title: string;
  /** The figures that show it, as a sentence; null when they do not. */
  readonly shows: (values: Values, experiment: Experiment) => string | null;
  /** What usually helps, with the objective that trains. */
  readonly advice: Adviser;
  /** Who says so. */
  readonly source: string;
}

/** Half of the coverage that a generator without fault reaches in expectation, 1 - 2^-k. */
const COVERAGE_SHARE = 0.5;
/** Generated over real standard deviation inside a mode. */
const NARROW = 0.5;
/** Half way from "neighbours in the output are neighbours in the latent space" to "the output tells nothing". */
const UNRECOVERED = 0.5;
/** Real samples leave 1.1 % outside 3 standard deviations. */
const HIGH_QUALITY = 0.75;
const IMPRECISE = 0.5;
/** A guess, but for so much. */
const CLUELESS = 0.97;

/** What the discriminator's loss tells of how well it tells real from generated. */
interface Scale {
  /** The loss of a discriminator that says the same of every sample; null where it has no scale to be near or far on. */
  readonly guess: number | null;
  /** The loss at a probability of 0.9 of being right; null where the loss is no likelihood. */
  readonly sure: number | null;
}

/** Of `loss/discriminator` where nothing bounds the slope of the discriminator, its penalties left out; the formulas stand in gan/losses. */
const scales: Readonly<Record<LossName, Scale>> = {
  // Nats of both terms: right on real and on generated samples.
  "non-saturating": { guess: 2 * Math.LN2, sure: -2 * Math.log(0.9) },
  // Nats of one term: right on which sample of a pair is the real one.
  relativistic: { guess: Math.LN2, sure: -Math.log(0.9) },
  // Any answer between the margins, -1 to 1.
  hinge: { guess: 2, sure: null },
  // 1/2, half way between both targets.
  "least-squares": { guess: 1 / 4, sure: null },
  // A difference of means, as large as the critic's slope makes it.
  wasserstein: { guess: null, sure: null },
};

const share = (value: number): string => `${(100 * value).toFixed(0)} %`;
const figure = (value: number): string => value.toPrecision(2);

/** The fewest modes that this many samples of a generator without fault leave out with a chance of about 1 in 1,000. */
function expectedModes(modes: number, samples: number): number {
  const missing = modes * (1 - 1 / modes) ** samples;
  return modes - missing - 3 * Math.sqrt(missing);
}

function missingModes(values: Values, experiment: Experiment): string | null {
  const modes = modeCount(experiment.data);
  const found = values["quality/modes"];
  if (modes === null || found === undefined) return null;
  return found < Math.floor(expectedModes(modes, experiment.evaluation.samples))
    ? `${found} of ${modes} modes have samples`
    : null;
}

function missingParts(values: Values, { evaluation }: Experiment): string | null {
  const coverage = values["quality/coverage"];
  const precision = values["quality/precision"];
  const perfect = 1 - 2 ** -evaluation.neighbours;
  if (coverage === undefined || precision === undefined || values["quality/modes"] !== undefined) return null;
  return coverage < COVERAGE_SHARE * perfect && precision >= IMPRECISE
    ? `samples look real (precision ${figure(precision)}), but cover ${share(coverage)} of the data; ${share(perfect)} is what a perfect generator covers`
    : null;
}

function wasted(values: Values, experiment: Experiment): string | null {
  if (missingModes(values, experiment) !== null) return null;
  const spread = values["collapse/mode_spread"];
  const recovery = values["collapse/latent_recovery"];
  const shown = [
    ...(spread !== undefined && spread < NARROW
      ? [`samples spread ${figure(spread)} times as wide as real ones inside a mode`]
      : []),
    ...(recovery !== undefined && recovery > UNRECOVERED
      ? [`latent recovery is ${figure(recovery)}: near outputs come from far latents`]
      : []),
  ];
  return shown.length === 0 ? null : shown.join("; ");
}

function noise(values: Values): string | null {
  const quality = values["quality/high_quality"];
  if (quality !== undefined)
    return quality < HIGH_QUALITY
      ? `${share(1 - quality)} of the samples lie outside every mode; of real ones 1 % do`
      : null;
  const precision = values["quality/precision"];
  return precision !== undefined && precision < IMPRECISE
    ? `${share(1 - precision)} of the samples lie where no data are`
    : null;
}

function tooStrong(values: Values, experiment: Experiment): string | null {
  const loss = values["loss/discriminator"];
  const { sure } = scales[experiment.loss];
  return loss !== undefined && sure !== null && loss < sure
    ? `the discriminator tells real from generated with a chance of over 90 % (loss ${figure(loss)})`
    : null;
}

/** Scores that may differ only so much are near a guess's however well they tell. */
const isBounded = (values: Values, { discriminator, penalties }: Experiment): boolean =>
  discriminator.spectralNorm || isAtWork(values, "loss/gradient_penalty", penalties.gradientPenalty.weight);

function starved(values: Values, experiment: Experiment): string | null {
  const loss = values["loss/discriminator"];
  const guess = isBounded(values, experiment) ? null : scales[experiment.loss].guess;
  const coverage = values["quality/coverage"];
  const apart =
    coverage !== undefined && coverage < COVERAGE_SHARE * (1 - 2 ** -experiment.evaluation.neighbours);
  return loss !== undefined && guess !== null && apart && loss > CLUELESS * guess
    ? `the discriminator does no better than a guess (loss ${loss.toPrecision(3)}, a guess has ${guess.toPrecision(3)}), though samples cover only ${share(coverage)} of the data`
    : null;
}

/** Beyond three standard deviations of the Mann-Whitney statistic of equal distributions, n samples against n. */
function memorising(values: Values, { evaluation }: Experiment): string | null {
  const copying = values["quality/data_copying"];
  const deviation = Math.sqrt((2 * evaluation.samples + 1) / (12 * evaluation.samples ** 2));
  return copying !== undefined && copying > 0.5 + 3 * deviation
    ? `samples are nearer to training pictures than unseen real ones in ${share(copying)} of the pairs; 50 % is right`
    : null;
}

export const symptoms = {
  modesMissing: {
    title: "Modes are missing",
    shows: (values, experiment) => missingModes(values, experiment) ?? missingParts(values, experiment),
    advice: moreModes,
    source: "Naeem et al. 2020, arXiv 2002.09797, section 3.2",
  },
  latentsWasted: {
    title: "Latents are wasted inside modes",
    shows: wasted,
    advice: nearLatents,
    source: "docs/science.md, Measures: collapse/mode_spread, collapse/latent_recovery",
  },
  noiseBetweenModes: {
    title: "Noise between modes",
    shows: noise,
    advice: lessNoise,
    source: "Mescheder, Geiger, Nowozin 2018, arXiv 1801.04406, section 4.1",
  },
  discriminatorTooStrong: {
    title: "The discriminator is too strong",
    shows: tooStrong,
    advice: weakerDiscriminator,
    source: "Arjovsky and Bottou 2017, arXiv 1701.04862, theorem 2.4",
  },
  discriminatorStarved: {
    title: "The discriminator is starved",
    shows: starved,
    advice: strongerDiscriminator,
    source: "Goodfellow et al. 2014, arXiv 1406.2661, theorem 1",
  },
  memorising: {
    title: "The generator memorises",
    shows: memorising,
    advice: notByObjective,
    source: "Meehan, Chaudhuri, Dasgupta 2020, arXiv 2004.05675, section 4",
  },
} as const satisfies Readonly<Record<string, Symptom>>;

export type SymptomName = keyof typeof symptoms;
