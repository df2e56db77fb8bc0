import * as z from "zod";
import { augmentations, devices, losses, penalties } from "./catalog-objectives.ts";
import { measures, type MeasureTag } from "./catalog-measures.ts";
import { alertWorse, listLimits, trainingNumbers } from "./catalog-training.ts";
import { dataSchema } from "./schema-data.ts";
import { choice, number } from "./schema-numbers.ts";
import {
  changeSchema,
  discriminatorSchema,
  generatorSchema,
  optimizerSchema,
  pairingSchema,
  penaltySchema,
} from "./schema-objectives.ts";

const described = (title: string, description: string) => ({ title, description });

const latentSchema = z
  .strictObject({
    size: number(trainingNumbers["latent.size"]),
    distribution: z
      .enum(["normal", "uniform"])
      .default("normal")
      .meta(described("Distribution", "`normal`: standard normal; `uniform`: from -1 to 1.")),
  })
  .prefault({})
  .meta(described("Latent", "The space that the generator maps to samples."));

/** The measures of which better and worse can be said. */
const directed = Object.entries(measures).flatMap(([tag, { better }]) =>
  better === "higher" || better === "lower" ? [tag as MeasureTag] : [],
);

const recordSchema = z
  .strictObject({
    scalars: number(trainingNumbers["record.scalars"]),
    samples: number(trainingNumbers["record.samples"]),
    evaluation: number(trainingNumbers["record.evaluation"]),
    checkpoint: number(trainingNumbers["record.checkpoint"]),
    best: z
      .enum(["none", ...directed])
      .default("none")
      .meta(
        described(
          "Best",
          "The measure by which the best checkpoint of all is kept, whatever thinning says; of the checkpoints, those are compared whose step was evaluated. It changes no result.",
        ),
      ),
  })
  .prefault({})
  .meta(
    described("Record", "How often the run writes what it knows; step 0 and the last step are always kept."),
  );

const evaluationSchema = z
  .strictObject({
    samples: number(trainingNumbers["evaluation.samples"]),
    neighbours: number(trainingNumbers["evaluation.neighbours"]),
    features: z
      .string()
      .min(1)
      .max(4096)
      .default("auto")
      .meta(
        described(
          "Features",
          "Where distances are measured: `auto` (points: `data`, images: `random`), `data` (the data's own units, or pixels), `random` (a fixed network that was never trained), or the path of an ONNX feature network.",
        ),
      ),
  })
  .prefault({})
  .meta(described("Evaluation", "How quality and collapse are measured."));

const alertSchema = z
  .strictObject({
    measure: z.enum(directed).meta(described("Measure", "What is watched, at every evaluation.")),
    worse: number(alertWorse),
    pause: z
      .boolean()
      .default(false)
      .meta(described("Pause", "Pauses the training as well, until somebody goes on with it.")),
  })
  .meta(described("Alert", "Tells when a measure is so much worse than it was."));

/** The experiment file: strict, with every default but those that depend on other keys or on the file's name (defaults.ts). */
export const experimentSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^\u0000-\u001f\u007f]*$/)
      .default("experiment")
      .meta(described("Name", "What the runs are called; without it, the file's name.")),
    seed: number(trainingNumbers.seed),
    steps: number(trainingNumbers.steps),
    batch: number(trainingNumbers.batch),
    criticSteps: number(trainingNumbers.criticSteps),
    data: dataSchema.meta(described("Data", "Where the real samples come from.")),
    latent: latentSchema,
    generator: generatorSchema
      .prefault({ kind: "mlp" })
      .meta(described("Generator", "The network that maps latents to samples.")),
    discriminator: discriminatorSchema
      .prefault({ kind: "mlp" })
      .meta(described("Discriminator", "The network that tells real samples from generated ones.")),
    loss: choice(losses, "Loss", "The adversarial loss.").default("non-saturating"),
    penalties: z
      .strictObject({
        r1: penaltySchema(penalties.r1).prefault({}),
        r2: penaltySchema(penalties.r2).prefault({}),
        gradientPenalty: penaltySchema(penalties.gradientPenalty).prefault({}),
      })
      .prefault({})
      .meta(described("Penalties", "Terms that are added to the discriminator's loss.")),
    pairing: pairingSchema
      .prefault({ kind: "neighbour" })
      .meta(described("Pairing", "The regularizer of the generator against many-to-one collapse.")),
    augment: z
      .array(
        choice(augmentations, "Augmentation", "A differentiable augmentation of real and generated images."),
      )
      .max(Object.keys(augmentations).length)
      .default([])
      .meta(
        described(
          "Augment",
          "How the discriminator sees images, real and generated alike, in both players' updates: one augmentation after the other (DiffAugment, Zhao 2020), for few data. Images only.",
        ),
      ),
    optimizers: z
      .strictObject({
        generator: optimizerSchema(1e-3).meta(
          described("Generator's optimizer", "Also trains the embedding networks."),
        ),
        discriminator: optimizerSchema(1e-4).meta(
          described("Discriminator's optimizer", "Trains the discriminator alone."),
        ),
      })
      .prefault({})
      .meta(described("Optimizers", "How the weights follow the gradients.")),
    average: number(trainingNumbers.average),
    record: recordSchema,
    evaluation: evaluationSchema,
    schedule: z
      .array(changeSchema)
      .max(listLimits.scheduleEntries)
      .default([])
      .meta(described("Schedule", "Planned changes of knobs.")),
    alerts: z
      .array(alertSchema)
      .max(listLimits.alerts)
      .default([])
      .meta(
        described(
          "Alerts",
          "What to tell of while it trains: in the journal, in the terminal, and by the editor's notifications. They change no result.",
        ),
      ),
    pace: number(trainingNumbers.pace),
    threads: number(trainingNumbers.threads),
    device: choice(devices, "Device", "Where the training step runs.").default("auto"),
  })
  .meta(described("Pairing Lab experiment", "One GAN to train: data, networks, losses, pairing, measures."));

/** An experiment with every key present: what a `.gan.json` means. */
export type Experiment = z.output<typeof experimentSchema>;

export type Alert = Experiment["alerts"][number];
export type ScheduledChange = Experiment["schedule"][number];
export type { Activation } from "./catalog-objectives.ts";
