import type { Experiment } from "../experiment/schema.ts";
import { losses } from "../gan/losses/index.ts";
import type { AdversarialLoss } from "../gan/losses/loss.ts";
import { discriminatorOf, generatorOf } from "../gan/networks/index.ts";
import type { Generator, Network } from "../gan/networks/network.ts";
import { packedShape } from "../gan/packs.ts";
import { pairingOf } from "../gan/pairing/pairing-of.ts";
import type { Pairing } from "../gan/pairing/pairing.ts";
import { singularVectors } from "../gan/spectral-norm.ts";
import { embeddingOf } from "./embedding.ts";
import type { Embedding } from "./embedding.ts";
import type { Group } from "./group.ts";
import { optimizers } from "./group.ts";
import type { OwnModules } from "./modules/load-modules.ts";
import { layoutOf } from "./parameter-layout.ts";
import type { Layout } from "./parameter-layout.ts";

/** Everything of an experiment that decides the computation of a step, apart from the knobs' values. */
export interface Model {
  readonly experiment: Experiment;
  readonly sampleShape: readonly number[];
  readonly generator: Generator;
  /** Of packs of samples; what looks at it goes through judge.ts. */
  readonly discriminator: Network;
  readonly embedding: Embedding | null;
  /** Vectors of the discriminator's matrices where these are spectrally normalised; those of e and h never are. */
  readonly spectral: Layout | null;
  readonly loss: AdversarialLoss;
  readonly pairing: Pairing;
  /** Weights that are trained, in the order in which a step updates them. */
  readonly groups: Readonly<Record<"discriminator" | "generator", Group>> & { readonly embedding?: Group };
}

/** @param modules those that the experiment names, loaded */
export function buildModel(
  experiment: Experiment,
  sampleShape: readonly number[],
  modules: OwnModules = {},
): Model {
  const generator = generatorOf(experiment, sampleShape, modules.generator);
  const judged = packedShape(sampleShape, experiment.discriminator.pack);
  const discriminator = discriminatorOf(experiment, judged, 1, modules.discriminator);
  const pairing = pairingOf(experiment.pairing, modules.pairing);
  const embedding = embeddingOf(experiment, sampleShape, pairing, modules);
  const optimized = (by: "generator" | "discriminator") => ({
    optimizer: optimizers[experiment.optimizers[by].kind],
    settings: experiment.optimizers[by],
    learningRate: `optimizers.${by}.learningRate` as const,
  });
  return {
    experiment,
    sampleShape,
    generator,
    discriminator,
    embedding,
    spectral: experiment.discriminator.spectralNorm
      ? layoutOf(singularVectors(discriminator.parameters))
      : null,
    loss: losses[experiment.loss],
    pairing,
    groups: {
      discriminator: {
        name: "discriminator",
        layout: layoutOf(discriminator.parameters),
        ...optimized("discriminator"),
      },
      generator: { name: "generator", layout: layoutOf(generator.parameters), ...optimized("generator") },
      ...(embedding && {
        embedding: { name: "embedding", layout: embedding.layout, ...optimized("generator") },
      }),
    },
  };
}
