import type { Dataset } from "../data/dataset.ts";
import { fillLatents } from "../data/latents.ts";
import type { Executor } from "../execution/executor.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import type { Evaluator } from "../measures/evaluate.ts";
import { createEvaluator } from "../measures/evaluate.ts";
import { GradientRatio } from "./gradient-ratio.ts";
import { elements } from "./layout.ts";
import type { Model } from "./model.ts";
import type { Renderer } from "./renderer.ts";

/** All measures of a run's generator, on latents and real samples that are the same at every evaluation. */
export class Evaluation {
  readonly #renderer: Renderer;
  readonly #latents: Float32Array;
  readonly #rows: number;
  readonly #dims: number;
  readonly #evaluator: Evaluator;
  readonly #ratio: GradientRatio;

  constructor(model: Model, dataset: Dataset, executor: Executor, renderer: Renderer, seed: number) {
    const { evaluation, latent } = model.experiment;
    this.#dims = elements(model.sampleShape);
    const real = dataset.heldOut(evaluation.samples);
    this.#rows = real.length / this.#dims;
    this.#latents = new Float32Array(this.#rows * latent.size);
    fillLatents(this.#latents, latent, { seed, stream: "evaluationLatents", step: 0 });
    this.#renderer = renderer;
    this.#evaluator = createEvaluator({
      real: { data: real, rows: this.#rows, dims: this.#dims },
      neighbours: evaluation.neighbours,
      modes: dataset.modes,
      latents: { data: this.#latents, rows: this.#rows, dims: latent.size },
    });
    this.#ratio = new GradientRatio(model, dataset, executor, seed);
  }

  /** The measures by tag; throws PointsError where the generator's output is not finite. */
  async measure(knobs: KnobValues): Promise<Record<string, number>> {
    const around = this.#evaluator.jacobianLatents;
    const samples = await this.#renderer.render(this.#latents, this.#rows);
    const jacobian = await this.#renderer.render(around.data, around.rows);
    const measures = this.#evaluator.evaluate({
      samples: { data: samples, rows: this.#rows, dims: this.#dims },
      jacobian: { data: jacobian, rows: around.rows, dims: this.#dims },
    });
    const ratio = await this.#ratio.at(knobs);
    return ratio === null ? { ...measures } : { ...measures, "pairing/gradient_ratio": ratio };
  }
}
