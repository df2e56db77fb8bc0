import { networks } from "./catalog-objectives.ts";
import { isStagedShape, stagesOf } from "./image-stages.ts";
import { jacobianPlan } from "./jacobian-plan.ts";
import type { Experiment } from "./schema.ts";

const bytesPerNumber = 4;
/** The process itself: Node, ONNX Runtime and the compiled graphs. */
const baseBytes = 180e6;
/** Weights, gradients, Adam's two moments, the new values of all of these but the gradients. */
const copiesOfWeights = 7;
/** Spectrally normalised weights and their gradient, beside the weights. */
const copiesOfNormalised = 2;
/** Values kept of each unit: its forward value and derivatives, and those of the gradient penalty. */
const copiesOfUnits = 6;
/** Numbers of a filter from one map to another: of a DCGAN, and of a residual block's inner convolution. */
const FILTER = 4 * 4;
const INNER_FILTER = 3 * 3;
/** What the measures keep at once of each sample: real, generated, latents, in double precision. */
const copiesOfSamples = 6;

/** Shape of a sample where the experiment alone says it; files say it only when they are opened. */
export function knownSampleShape({ data }: Experiment): readonly number[] | null {
  switch (data.kind) {
    case "ring":
    case "grid":
    case "spiral":
    case "moons":
    case "imbalanced-ring":
      return [2];
    case "gaussians":
      return [data.dims];
    case "digits":
      return [28, 28, 1];
    case "stacked-digits":
      return [28, 28, 3];
    case "cifar10":
      return [32, 32, 3];
    case "images":
      return [data.size, data.size, data.channels];
    case "csv":
      return data.columns.length > 0 ? [data.columns.length] : null;
    case "npy":
    case "idx":
      return null;
    default:
      return data satisfies never;
  }
}

/** Weights and biases, and hidden and output units, of a network. */
interface NetworkSize {
  readonly weights: number;
  readonly units: number;
}

const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Of a multilayer perceptron with these layer widths. */
function perceptron(widths: readonly number[]): NetworkSize {
  let weights = 0;
  let units = 0;
  for (const [index, width] of widths.entries()) {
    const before = widths[index - 1];
    if (before === undefined) continue;
    weights += (before + 1) * width;
    units += width;
  }
  return { weights, units };
}

/** Of a DCGAN's generator or discriminator, which has so many numbers at its other end: latents, scores. */
function dcgan(sampleShape: readonly number[], channels: number, end: number): NetworkSize {
  const stages = stagesOf(sampleShape, channels, "half");
  const [first] = stages;
  let weights = (end + 1) * first.channels * first.size ** 2;
  let units = end + product(sampleShape);
  stages.forEach((stage, i) => {
    const next = stages[i + 1]?.channels ?? sampleShape[2] ?? 1;
    weights += stage.channels * (next * FILTER + 3);
    units += stage.channels * stage.size ** 2;
  });
  return { weights, units };
}

/** Of a residual network's generator or discriminator, likewise. */
function resnet(
  sampleShape: readonly number[],
  { channels, blocks, groups }: { channels: number; blocks: number; groups: number },
  end: number,
): NetworkSize {
  const stages = stagesOf(sampleShape, channels, "full");
  const [first] = stages;
  let weights = first.channels * (end + first.size ** 2);
  let units = end + product(sampleShape);
  stages.forEach(({ channels: maps, size }, i) => {
    const next = stages[i + 1]?.channels ?? sampleShape[2] ?? 1;
    const inner = 2 * maps;
    weights += blocks * inner * (2 * maps + (INNER_FILTER * inner) / groups + 2) + maps * next;
    // Layers, what stands between them, resampling: generous, a step takes a quarter (28 pixels, batch 64, 32 channels, with
    // both penalties and pairing: 1.2 GB where this says 5.7).
    units += (blocks * (3 * inner + 2 * maps) + 2 * maps) * size ** 2;
  });
  return { weights, units };
}

/** Of a player's kind of network between samples and so many numbers; nothing where it does not fit the samples. */
function sizeOf(
  experiment: Experiment,
  player: "generator" | "discriminator",
  sampleShape: readonly number[],
  end: number,
): NetworkSize {
  const network = experiment[player];
  const values = product(sampleShape);
  if (networks[network.kind].convolutional && !isStagedShape(sampleShape)) return { weights: 0, units: 0 };
  switch (network.kind) {
    case "mlp":
      return perceptron(
        player === "generator" ? [end, ...network.hidden, values] : [values, ...network.hidden, end],
      );
    case "dcgan":
      return dcgan(sampleShape, network.channels, end);
    case "resnet":
      return resnet(sampleShape, network, end);
    case "custom":
      // Only its module knows, which does not run for an estimate.
      return { weights: 0, units: 0 };
    default:
      return network satisfies never;
  }
}

function networkSizes(experiment: Experiment, sampleShape: readonly number[]): NetworkSize[] {
  const { latent, discriminator, pairing } = experiment;
  const values = product(sampleShape);
  const judge = (outputs: number, shape = sampleShape): NetworkSize =>
    sizeOf(experiment, "discriminator", shape, outputs);
  const { pack } = discriminator;
  const packs = judge(1, [...sampleShape.slice(0, -1), (sampleShape.at(-1) ?? 1) * pack]);
  // One pack for so many samples.
  const judged: NetworkSize = { weights: packs.weights, units: packs.units / pack };
  const make = sizeOf(experiment, "generator", sampleShape, latent.size);
  if (!("embedding" in pairing)) return [make, judged];
  const { hidden, size } = pairing.embedding;
  const embed = sampleShape.length > 1 ? judge(size) : perceptron([values, ...hidden, size]);
  return [
    make,
    judged,
    embed,
    pairing.kind === "latent" ? perceptron([latent.size, ...hidden, size]) : embed,
  ];
}

/**
 * Memory that a run's trainer will need, in bytes: an upper estimate from the sizes of networks, batch and evaluation.
 * @param sampleShape needed for file data, whose shape the experiment does not say.
 */
export function memoryEstimate(
  experiment: Experiment,
  sampleShape = knownSampleShape(experiment) ?? [2],
): number {
  const { batch, latent, pairing, evaluation, augment } = experiment;
  const sizes = networkSizes(experiment, sampleShape);
  const sampleSize = product(sampleShape);
  const [, judged] = sizes;
  const normalised = experiment.discriminator.spectralNorm ? copiesOfNormalised * (judged?.weights ?? 0) : 0;
  const weights = sizes.reduce((sum, network) => sum + network.weights, 0);
  const given = latent.size + (1 + augment.length) * sampleSize;
  const units = sizes.reduce((sum, network) => sum + network.units, given);
  const similarities = "embedding" in pairing ? 4 * batch * batch : 0;
  const training = copiesOfWeights * weights + normalised + copiesOfUnits * 2 * batch * units + similarities;
  // Perceptrons render all samples in one call, convolutions a batch at a time.
  const rendering = networks[experiment.generator.kind].convolutional ? 0 : evaluation.samples * units;
  const measuring = copiesOfSamples * 2 * evaluation.samples * (sampleSize + latent.size);
  const { latents, directions } = jacobianPlan(experiment, sampleShape);
  const jacobian = 2 * latents * directions * (2 * sampleSize + latent.size);
  return baseBytes + bytesPerNumber * (training + rendering + measuring + jacobian);
}
