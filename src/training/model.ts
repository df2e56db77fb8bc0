import type { Tensor } from "../compiler/tensorflow.ts";
import type { Experiment } from "../experiment/schema.ts";
import { losses } from "../gan/losses/index.ts";
import type { AdversarialLoss } from "../gan/losses/loss.ts";
import { discriminatorOf, generatorOf } from "../gan/networks/index.ts";
import { mlp } from "../gan/networks/mlp.ts";
import type { Generator, Network } from "../gan/networks/network.ts";
import { pairings } from "../gan/pairing/index.ts";
import type { Pairing } from "../gan/pairing/pairing.ts";
import type { Group } from "./group.ts";
import { optimizers } from "./group.ts";
import { elements, isImage, layoutOf, unpack } from "./parameter-layout.ts";

/** Everything of an experiment that decides the computation of a step, apart from the knobs' values. */
export interface Model {
  readonly experiment: Experiment;
  readonly sampleShape: readonly number[];
  readonly generator: Generator;
  readonly discriminator: Network;
  readonly embedding: Embedding;
  readonly loss: AdversarialLoss;
  readonly pairing: Pairing;
  readonly groups: Readonly<Record<"generator" | "discriminator" | "embedding", Group>>;
}

/** The embedding networks e and h of the pairing regularizer: MLPs with ReLU; for images e has the discriminator's
 *  architecture, with weights of its own. */
export interface Embedding {
  /** e and h as functions of the group's flat weights. */
  open(weights: Tensor): { samples(x: Tensor): Tensor; latents(z: Tensor): Tensor };
}

/** A part of the experiment that this version does not build; the reading of experiments refuses it earlier. */
const unavailable = (what: string): never => {
  throw new RangeError(`${what} is not available in this version`);
};

export function buildModel(experiment: Experiment, sampleShape: readonly number[]): Model {
  const { latent, pairing: pairingSpec, optimizers: optimizerSpecs } = experiment;
  const generator = generatorOf(experiment, sampleShape);
  const discriminator = discriminatorOf(experiment, sampleShape, 1);
  if (!("embedding" in pairingSpec)) return unavailable(`pairing.kind "${pairingSpec.kind}"`);
  const { hidden, size } = pairingSpec.embedding;
  const e = isImage(sampleShape)
    ? discriminatorOf(experiment, sampleShape, size)
    : mlp({ widths: [elements(sampleShape), ...hidden, size], activation: "relu" });
  const h = mlp({ widths: [latent.size, ...hidden, size], activation: "relu" });
  const pairing = lookUp(pairings, pairingSpec.kind, "pairing.kind");
  const embeddings = { samples: e, latents: h };
  const embeddingParameters = pairing.embeddings.flatMap(which =>
    embeddings[which].parameters.map(p => ({ ...p, name: `${which}.${p.name}` })),
  );
  const embeddingLayout = layoutOf(embeddingParameters);
  return {
    experiment,
    sampleShape,
    generator,
    discriminator,
    loss: lookUp(losses, experiment.loss, "loss"),
    pairing,
    embedding: {
      open(flat) {
        const weights = unpack(embeddingLayout, flat);
        const apply = (which: keyof typeof embeddings, x: Tensor): Tensor => {
          const own = weights.filter((_, i) => embeddingLayout.parameters[i]?.name.startsWith(`${which}.`));
          return embeddings[which].apply(own, x);
        };
        return { samples: x => apply("samples", x), latents: z => apply("latents", z) };
      },
    },
    // In the order in which a step updates them.
    groups: {
      discriminator: {
        name: "discriminator",
        layout: layoutOf(discriminator.parameters),
        optimizer: optimizers[optimizerSpecs.discriminator.kind],
        settings: optimizerSpecs.discriminator,
        learningRate: "optimizers.discriminator.learningRate",
      },
      generator: {
        name: "generator",
        layout: layoutOf(generator.parameters),
        optimizer: optimizers[optimizerSpecs.generator.kind],
        settings: optimizerSpecs.generator,
        learningRate: "optimizers.generator.learningRate",
      },
      embedding: {
        name: "embedding",
        layout: embeddingLayout,
        optimizer: optimizers[optimizerSpecs.generator.kind],
        settings: optimizerSpecs.generator,
        learningRate: "optimizers.generator.learningRate",
      },
    },
  };
}

function lookUp<T>(table: Readonly<Record<string, T>>, name: string, path: string): T {
  return table[name] ?? unavailable(`${path} "${name}"`);
}
