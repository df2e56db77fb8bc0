import type { Dataset } from "../data/dataset.ts";
import { fillLatents } from "../data/latents.ts";
import { jacobianPlan } from "../experiment/jacobian-plan.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { KnownModes, SampleMeasures } from "../measures/sample-measures.ts";
import { prepareSampleMeasures } from "../measures/sample-measures.ts";
import type { Measures } from "../measures/measured.ts";
import { inTurns } from "./between.ts";
import type { Between } from "./between.ts";
import { openClasses, tellReal, type ClassTeller, type ToldSamples } from "./class-teller.ts";
import type { FeatureSpace } from "./feature-space.ts";
import { openSpace } from "./open-space.ts";
import { trainingFeatures } from "./training-features.ts";

/** The generator: latents [rows, latent size] to samples [rows, ...sample], in the data's own units less their mean. */
export type Render = (latents: Float32Array, rows: number) => Promise<Float32Array>;

/** The features whose Frechet distance is called FID are so many. */
const FID_FEATURES = 2048;

/** What is the same at every evaluation of a run. */
interface Reference {
  readonly latents: Float32Array;
  readonly rows: number;
  readonly space: FeatureSpace;
  /** Where the data's classes are modes. */
  readonly classes: ClassTeller | null;
  readonly sampleMeasures: SampleMeasures;
}

/**
 * The measures of a run's generator, on latents and real samples that are the same at every evaluation. The trainer
 * and the viewer take them through this alone, so that both mean the same.
 */
export class GeneratorMeasures {
  readonly #experiment: Experiment;
  readonly #seed: number;
  readonly #dataset: Dataset;
  #reference: Reference | null = null;

  constructor(experiment: Experiment, seed: number, dataset: Dataset) {
    this.#experiment = experiment;
    this.#seed = seed;
    this.#dataset = dataset;
  }

  /**
   * `between` is called about every 20 ms (between two calls of a network) and may throw to end it; when it is called
   * changes no result. What depends on real samples alone is made by the first call. Rejects with PointsError where the
   * held-out samples are too few or a sample is not finite, with DataError where the feature network does not fit.
   */
  async measure(render: Render, between: Between): Promise<Measures> {
    const reference = (this.#reference ??= await this.#prepare(between));
    const { latents, rows, space, classes, sampleMeasures } = reference;
    const samples = await render(latents, rows);
    const around = sampleMeasures.jacobianLatents;
    const jacobian = await render(around.data, around.rows);
    const features = await space.features(samples, rows, between);
    const outputs = {
      samples: { data: features, rows, dims: space.size },
      jacobian: { data: jacobian, rows: around.rows, dims: jacobian.length / around.rows },
      classes: (await classes?.classify({ samples, features, rows }, between)) ?? null,
    };
    return inTurns(sampleMeasures.measure(outputs), between);
  }

  /** Gives the networks' memory back. */
  async close(): Promise<void> {
    await this.#reference?.space.close();
    await this.#reference?.classes?.close();
    this.#reference = null;
  }

  async #prepare(between: Between): Promise<Reference> {
    const { evaluation, latent } = this.#experiment;
    const { sampleShape } = this.#dataset;
    const samples = this.#dataset.heldOutCentred(evaluation.samples);
    // Of 10,000 pictures each of these takes a good part of a second.
    await between();
    const rows = samples.length / sampleShape.reduce((product, size) => product * size, 1);
    const latents = new Float32Array(rows * latent.size);
    fillLatents(latents, latent, { seed: this.#seed, stream: "evaluationLatents", step: 0 });
    await between();
    const space = await openSpace(evaluation.features, sampleShape);
    await between();
    const features = await space.features(samples, rows, between);
    const training = await trainingFeatures(this.#dataset, space, rows, between);
    const classes = await openClasses(this.#dataset, training, between);
    const options = {
      real: { data: features, rows, dims: space.size },
      neighbours: evaluation.neighbours,
      modes: await this.#modes(classes, { samples, features, rows }, between),
      latents: { data: latents, rows, dims: latent.size },
      jacobian: jacobianPlan(this.#experiment, sampleShape),
      training: this.#dataset.images === null ? null : training,
      frechet: sampleShape.length > 1 && space.size === FID_FEATURES,
    };
    return {
      latents,
      rows,
      space,
      classes,
      sampleMeasures: await inTurns(prepareSampleMeasures(options), between),
    };
  }

  async #modes(teller: ClassTeller | null, real: ToldSamples, between: Between): Promise<KnownModes | null> {
    const { modes, classes } = this.#dataset;
    if (modes !== null) return { kind: "places", ...modes };
    if (classes === null || teller === null) return null;
    const { told, unsure } = await tellReal(teller, this.#dataset, real, between);
    if (unsure !== null) return { kind: "unknown", reason: unsure };
    return { kind: "classes", count: classes.count, weights: classes.weights, real: told };
  }
}
