import * as z from "zod";
import { activations, networks, optimizers, pairingKinds } from "./catalog-objectives.ts";
import { layerWidth, listLimits, trainingNumbers } from "./catalog-training.ts";
import type { NumberSpecs } from "./number-spec.ts";
import { kindsSchema } from "./schema-kinds.ts";
import { about, choice, modulePath, number, numbers, requiredNumber } from "./schema-numbers.ts";

const hidden = (what: string) =>
  z
    .array(requiredNumber(layerWidth))
    .max(listLimits.hiddenLayers)
    .default([64, 64])
    .meta({ title: "Hidden layers", description: `Units of each hidden layer of ${what}, first to last.` });

const activation = choice(activations, "Activation", "What stands after each hidden layer.");

const judging = {
  spectralNorm: z.boolean().default(false).meta({
    title: "Spectral normalisation",
    description: "Divides each weight matrix by its largest singular value (Miyato 2018).",
  }),
  pack: number(trainingNumbers["discriminator.pack"]),
};

const moduleOptions = z
  .record(z.string(), z.unknown())
  .default({})
  .meta({ title: "Options", description: "Whatever the module wants to be told: any names and values." });

const ownNetwork = {
  module: modulePath("An ES module with the network (docs/custom.md)."),
  options: moduleOptions,
};

export const generatorSchema = kindsSchema(
  networks,
  {
    mlp: { hidden: hidden("the generator"), activation: activation.default("relu") },
    custom: ownNetwork,
  },
  "mlp",
);

export const discriminatorSchema = kindsSchema(
  networks,
  {
    mlp: { hidden: hidden("the discriminator"), activation: activation.default("leaky-relu"), ...judging },
    dcgan: { ...numbers(networks.dcgan.numbers), ...judging },
    resnet: { ...numbers(networks.resnet.numbers), ...judging },
    custom: { ...ownNetwork, ...judging },
  },
  "mlp",
);

const embedding = z
  .strictObject({
    hidden: hidden("the embedding networks"),
    size: number(trainingNumbers["pairing.embedding.size"]),
  })
  .prefault({})
  .meta({
    title: "Embedding",
    description: "The small networks e and h that are trained together with the generator.",
  });

export const pairingSchema = kindsSchema(
  pairingKinds,
  {
    neighbour: { ...numbers(pairingKinds.neighbour.numbers), embedding },
    latent: { ...numbers(pairingKinds.latent.numbers), embedding },
    custom: {
      module: modulePath("An ES module whose default export is the regularizer (docs/custom.md)."),
      options: moduleOptions,
      ...numbers(pairingKinds.custom.numbers),
      embedding,
    },
  },
  "neighbour",
);

export const optimizerSchema = (learningRate: number) =>
  z
    .discriminatedUnion("kind", [
      z
        .strictObject({
          kind: z.literal("adam").default("adam"),
          ...numbers(optimizers.adam.numbers),
          learningRate: number({ ...optimizers.adam.numbers.learningRate, default: learningRate }),
        })
        .meta(about(optimizers.adam)),
    ])
    .prefault({ kind: "adam" });

export const penaltySchema = <S extends NumberSpecs>(penalty: {
  title: string;
  description: string;
  numbers: S;
}) => z.strictObject(numbers(penalty.numbers)).meta(about(penalty));

/** A planned change of a knob: at this step, linearly over so many steps. */
export const changeSchema = z.strictObject({
  at: requiredNumber({
    ...trainingNumbers.steps,
    title: "At",
    description: "After this step the change begins.",
    minimum: 0,
  }),
  set: z
    .string()
    .min(1)
    .max(200)
    .meta({ title: "Set", description: "The knob's key path, such as `pairing.weight`." }),
  to: z.number().meta({ title: "To", description: "The knob's new value, in the knob's own range." }),
  over: number({
    ...trainingNumbers.steps,
    title: "Over",
    description: "Over how many steps the value moves there, linearly; 0 is at once.",
    minimum: 0,
    default: 0,
  }),
});
