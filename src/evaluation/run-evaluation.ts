import type { Dataset } from "../data/dataset.ts";
import { fillLatents } from "../data/latents.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { Evaluator, Measures } from "../measures/evaluate.ts";
import { createEvaluator } from "../measures/evaluate.ts";
import { inTurns } from "./between.ts";
import type { Between } from "./between.ts";

/** The generator: latents [rows, latent size] to samples [rows, ...sample], in the data's own units. */
export type Render = (latents: Float32Array, rows: number) => Promise<Float32Array>;

/**
 * The measures of a run's generator, on latents and real samples that are the same at every evaluation. The trainer
 * and the viewer take them through this alone, so that both mean the same.
 */
export class RunEvaluation {
  readonly #dataset: Dataset;
  readonly #experiment: Experiment;
  readonly #latents: Float32Array;
  readonly #real: Float32Array;
  readonly #rows: number;
  readonly #dims: number;
  #evaluator: Evaluator | null = null;

  constructor(experiment: Experiment, seed: number, dataset: Dataset) {
    const { evaluation, latent } = experiment;
    this.#experiment = experiment;
    this.#dataset = dataset;
    this.#dims = dataset.sampleShape.reduce((product, size) => product * size, 1);
    this.#real = dataset.heldOut(evaluation.samples);
    this.#rows = this.#real.length / this.#dims;
    this.#latents = new Float32Array(this.#rows * latent.size);
    fillLatents(this.#latents, latent, { seed, stream: "evaluationLatents", step: 0 });
  }

  /**
   * `between` is called about every 20 ms and may throw to end it; when it is called changes no result. What depends
   * on real samples alone is made by the first call. Throws PointsError where the held-out samples are too few or a
   * sample is not finite.
   */
  async measure(render: Render, between: Between): Promise<Measures> {
    const evaluator = (this.#evaluator ??= await inTurns(this.#prepare(), between));
    const around = evaluator.jacobianLatents;
    const samples = await render(this.#latents, this.#rows);
    const jacobian = await render(around.data, around.rows);
    const outputs = {
      samples: { data: samples, rows: this.#rows, dims: this.#dims },
      jacobian: { data: jacobian, rows: around.rows, dims: this.#dims },
    };
    return inTurns(evaluator.evaluate(outputs), between);
  }

  #prepare() {
    const { latent, evaluation } = this.#experiment;
    const { modes } = this.#dataset;
    return createEvaluator({
      real: { data: this.#real, rows: this.#rows, dims: this.#dims },
      neighbours: evaluation.neighbours,
      modes: modes === null ? null : { kind: "places", ...modes },
      latents: { data: this.#latents, rows: this.#rows, dims: latent.size },
    });
  }
}
