import { dataKinds, type DataKind } from "./catalog-data.ts";
import { networks } from "./catalog-objectives.ts";
import { isStagedShape, stagesOf } from "./image-stages.ts";
import { jacobianPlan } from "./jacobian-plan.ts";
import type { Experiment } from "./schema.ts";

const bytesPerNumber = 4;
/** The process itself: Node, ONNX Runtime and the compiled graphs of toys. */
const baseBytes = 160e6;

interface Copies {
  /**
   * Of each weight: with its gradient, Adam's moments and their new values, what a step that goes wrong is taken again from, a
   * checkpoint, an export.
   */
  readonly weights: number;
  /** Of each unit's value, for each sample of a batch: derivatives of first and second order, of every part that a knob may turn on. */
  readonly units: number;
  /** Bytes that compiling takes for each resolution, of a residual network for each of its blocks. */
  readonly stage: number;
}

/**
 * As measured of whole trainings with R1 and pairing (`npm run bench memory`): what is estimated is 1.0 to 1.7 times what
 * they took; up to 2.5 times where neither trains, which a knob may change.
 */
const copies: Readonly<Record<"mlp" | "dcgan" | "resnet", Copies>> = {
  mlp: { weights: 22, units: 25, stage: 0 },
  dcgan: { weights: 12, units: 12, stage: 35e6 },
  resnet: { weights: 12, units: 5.5, stage: 60e6 },
};
/** Of each pair of a batch, where pairing compares all with all. */
const copiesOfPairs = 10;
/** Spectrally normalised weights and their gradient, beside the weights. */
const copiesOfNormalised = 2;
/** Numbers of a filter from one map to another: of a DCGAN, and of a residual block's inner convolution. */
const FILTER = 4 * 4;
const INNER_FILTER = 3 * 3;
/** What the measures keep at once of each sample: real, generated, latents, in double precision. */
const copiesOfSamples = 6;

/** Shape of a sample where the experiment alone says it; files say it only when they are opened. */
export function knownSampleShape({ data }: Experiment): readonly number[] | null {
  const kind: DataKind = dataKinds[data.kind];
  if (kind.shape !== undefined) return kind.shape;
  if ("dims" in data) return [data.dims];
  if ("size" in data) return [data.size, data.size, data.channels];
  return "columns" in data && data.columns.length > 0 ? [data.columns.length] : null;
}

/** What a network of the researcher's own counts as: only its module knows, and that does not run for an estimate. */
const OWN_LAYERS = [512, 512, 512];
const OWN_CHANNELS = 64;

/** What was assumed for the estimate of an experiment, for people; null where nothing was. */
export function memoryAssumption({ generator, discriminator, data }: Experiment): string | null {
  const own = [generator, discriminator].filter(({ kind }) => kind === "custom").length;
  if (own === 0) return null;
  const counted =
    dataKinds[data.kind].domain === "images"
      ? `a DCGAN of ${OWN_CHANNELS} channels`
      : `layers of ${OWN_LAYERS.join(", ")} units`;
  return `its own ${own === 1 ? "network is" : "networks are"} counted as ${counted}, since no module runs for that`;
}

/** Weights and biases, and hidden and output units, of a network. */
interface NetworkSize {
  readonly weights: number;
  readonly units: number;
  readonly copies: Copies;
  /** Resolutions, of a residual network times its blocks. */
  readonly stages: number;
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
  return { weights, units, copies: copies.mlp, stages: 0 };
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
  return { weights, units, copies: copies.dcgan, stages: stages.length };
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
    // Layers, what stands between them, resampling.
    units += (blocks * (3 * inner + 2 * maps) + 2 * maps) * size ** 2;
  });
  return { weights, units, copies: copies.resnet, stages: blocks * stages.length };
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
  if (networks[network.kind].convolutional && !isStagedShape(sampleShape)) return perceptron([]);
  const layered = (hidden: readonly number[]): NetworkSize =>
    perceptron(player === "generator" ? [end, ...hidden, values] : [values, ...hidden, end]);
  switch (network.kind) {
    case "mlp":
      return layered(network.hidden);
    case "dcgan":
      return dcgan(sampleShape, network.channels, end);
    case "resnet":
      return resnet(sampleShape, network, end);
    case "custom":
      return isStagedShape(sampleShape) ? dcgan(sampleShape, OWN_CHANNELS, end) : layered(OWN_LAYERS);
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
  const judged: NetworkSize = { ...packs, units: packs.units / pack };
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
 * Memory that a run's trainer will need, in bytes: an upper estimate from the sizes of networks, batch and evaluation,
 * with every part that a knob may turn on while it trains.
 * @param sampleShape needed for file data, whose shape the experiment does not say.
 */
export function memoryEstimate(
  experiment: Experiment,
  sampleShape = knownSampleShape(experiment) ?? [2],
): number {
  const { batch, latent, pairing, evaluation, augment } = experiment;
  const sizes = networkSizes(experiment, sampleShape);
  const sampleSize = product(sampleShape);
  const [make, judged] = sizes;
  const normalised = experiment.discriminator.spectralNorm ? copiesOfNormalised * (judged?.weights ?? 0) : 0;
  const given = latent.size + (1 + augment.length) * sampleSize;
  const units = sizes.reduce((sum, network) => sum + network.units, given);
  const pairs = "embedding" in pairing ? copiesOfPairs * batch * batch : 0;
  const kept = sizes.reduce(
    (sum, network) =>
      sum + network.copies.weights * network.weights + network.copies.units * batch * network.units,
    copies.dcgan.units * batch * given,
  );
  // Both players, and all that pairing adds, are compiled together.
  const compiling = Math.max(0, ...sizes.map(network => network.copies.stage * network.stages));
  const training = kept + normalised + pairs;
  // Perceptrons render all samples in one call, convolutions a batch at a time.
  const rendering = (make?.stages ?? 0) > 0 ? 0 : evaluation.samples * units;
  const measuring = copiesOfSamples * 2 * evaluation.samples * (sampleSize + latent.size);
  const { latents, directions } = jacobianPlan(experiment, sampleShape);
  const jacobian = 2 * latents * directions * (2 * sampleSize + latent.size);
  return baseBytes + compiling + bytesPerNumber * (training + rendering + measuring + jacobian);
}
