import type { Experiment } from "./schema.ts";

const bytesPerNumber = 4;
/** The process itself: Node, ONNX Runtime and the compiled graphs. */
const baseBytes = 150e6;
/** Weights, gradients, Adam's two moments, the new values of all of these but the gradients. */
const copiesOfWeights = 7;
/** Values kept of each unit: its forward value and derivatives, and those of the gradient penalty. */
const copiesOfUnits = 6;
/** What the measures keep at once of each sample: real, generated, latents, in double precision. */
const copiesOfSamples = 6;

/** Numbers of a sample where the experiment alone says it; files say it only when they are opened. */
export function knownSampleSize({ data }: Experiment): number | null {
  switch (data.kind) {
    case "ring":
    case "grid":
    case "spiral":
    case "moons":
    case "imbalanced-ring":
      return 2;
    case "gaussians":
      return data.dims;
    case "digits":
    case "idx":
      return 28 * 28;
    case "stacked-digits":
      return 28 * 28 * 3;
    case "cifar10":
      return 32 * 32 * 3;
    case "images":
      return data.size * data.size * data.channels;
    case "csv":
      return data.columns.length > 0 ? data.columns.length : null;
    case "npy":
      return null;
    default:
      return data satisfies never;
  }
}

/** Weights and biases, and hidden and output units, of a multilayer perceptron with these layer widths. */
function sizeOf(widths: readonly number[]): { weights: number; units: number } {
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

/**
 * Memory that a run's trainer will need, in bytes: an upper estimate from the sizes of networks, batch and evaluation.
 * @param sampleSize numbers of a sample; needed for file data, whose size the experiment does not say.
 */
export function memoryEstimate(
  experiment: Experiment,
  sampleSize = knownSampleSize(experiment) ?? 2,
): number {
  const { batch, latent, generator, discriminator, pairing, evaluation } = experiment;
  const hidden = (network: typeof generator | typeof discriminator) =>
    network.kind === "mlp" ? network.hidden : [];
  const networks = [
    sizeOf([latent.size, ...hidden(generator), sampleSize]),
    sizeOf([sampleSize, ...hidden(discriminator), 1]),
  ];
  if ("embedding" in pairing) {
    const { embedding } = pairing;
    const first = pairing.kind === "latent" ? latent.size : sampleSize;
    networks.push(sizeOf([sampleSize, ...embedding.hidden, embedding.size]));
    networks.push(sizeOf([first, ...embedding.hidden, embedding.size]));
  }
  const weights = networks.reduce((sum, network) => sum + network.weights, 0);
  const units = networks.reduce((sum, network) => sum + network.units, latent.size + sampleSize);
  const similarities = "embedding" in pairing ? 4 * batch * batch : 0;
  const training = copiesOfWeights * weights + copiesOfUnits * 2 * batch * units + similarities;
  const measuring =
    copiesOfSamples * 2 * evaluation.samples * (sampleSize + latent.size) + evaluation.samples * units;
  return baseBytes + bytesPerNumber * (training + measuring);
}
