import * as z from "zod";
import { activations, networks, optimizers, pairingKinds } from "./catalog-objectives.ts";
import { layerWidth, listLimits, trainingNumbers } from "./catalog-training.ts";
import type { NumberSpecs } from "./number-spec.ts";
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

const customNetwork = {
  kind: z.literal("custom"),
  module: modulePath("An ES module with the network (docs/custom.md)."),
  options: moduleOptions,
};

export const generatorSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("mlp").default("mlp"),
      hidden: hidden("the generator"),
      activation: activation.default("relu"),
    })
    .meta(about(networks.mlp)),
  z
    .strictObject({ kind: z.literal("dcgan"), ...numbers(networks.dcgan.numbers) })
    .meta(about(networks.dcgan)),
  z
    .strictObject({ kind: z.literal("resnet"), ...numbers(networks.resnet.numbers) })
    .meta(about(networks.resnet)),
  z.strictObject(customNetwork).meta(about(networks.custom)),
]);

export const discriminatorSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("mlp").default("mlp"),
      hidden: hidden("the discriminator"),
      activation: activation.default("leaky-relu"),
      ...judging,
    })
    .meta(about(networks.mlp)),
  z
    .strictObject({ kind: z.literal("dcgan"), ...numbers(networks.dcgan.numbers), ...judging })
    .meta(about(networks.dcgan)),
  z
    .strictObject({ kind: z.literal("resnet"), ...numbers(networks.resnet.numbers), ...judging })
    .meta(about(networks.resnet)),
  z.strictObject({ ...customNetwork, ...judging }).meta(about(networks.custom)),
]);

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

export const pairingSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("neighbour").default("neighbour"),
      ...numbers(pairingKinds.neighbour.numbers),
      embedding,
    })
    .meta(about(pairingKinds.neighbour)),
  z
    .strictObject({ kind: z.literal("latent"), ...numbers(pairingKinds.latent.numbers), embedding })
    .meta(about(pairingKinds.latent)),
  z
    .strictObject({ kind: z.literal("msgan"), ...numbers(pairingKinds.msgan.numbers) })
    .meta(about(pairingKinds.msgan)),
  z
    .strictObject({ kind: z.literal("dsgan"), ...numbers(pairingKinds.dsgan.numbers) })
    .meta(about(pairingKinds.dsgan)),
  z
    .strictObject({ kind: z.literal("ndiv"), ...numbers(pairingKinds.ndiv.numbers) })
    .meta(about(pairingKinds.ndiv)),
  z
    .strictObject({ kind: z.literal("divco"), ...numbers(pairingKinds.divco.numbers) })
    .meta(about(pairingKinds.divco)),
  z
    .strictObject({ kind: z.literal("zcr"), ...numbers(pairingKinds.zcr.numbers) })
    .meta(about(pairingKinds.zcr)),
  z
    .strictObject({
      kind: z.literal("jacobian-clamping"),
      ...numbers(pairingKinds["jacobian-clamping"].numbers),
    })
    .meta(about(pairingKinds["jacobian-clamping"])),
  z
    .strictObject({
      kind: z.literal("custom"),
      module: modulePath("An ES module whose default export is the regularizer (docs/custom.md)."),
      options: moduleOptions,
      ...numbers(pairingKinds.custom.numbers),
      embedding,
    })
    .meta(about(pairingKinds.custom)),
]);

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
