import type { Dataset } from "../data/dataset.ts";
import type { Between } from "../evaluation/between.ts";
import { GeneratorMeasures } from "../evaluation/generator-measures.ts";
import type { Executor } from "../execution/executor.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import type { Measures } from "../measures/measured.ts";
import { partMeasures } from "../measures/measured.ts";
import { GradientRatio } from "./gradient-ratio.ts";
import type { Model } from "./model.ts";
import type { Renderer } from "./renderer.ts";

/** All measures of a run's generator, on latents and real samples that are the same at every evaluation. */
export class TrainingMeasures {
  readonly #renderer: Renderer;
  readonly #generator: GeneratorMeasures;
  readonly #ratio: GradientRatio;

  constructor(model: Model, dataset: Dataset, executor: Executor, renderer: Renderer, seed: number) {
    this.#renderer = renderer;
    this.#generator = new GeneratorMeasures(model.experiment, seed, dataset);
    this.#ratio = new GradientRatio(model, dataset, executor, seed);
  }

  /** The measures by tag; throws PointsError where the generator's output is not finite. */
  async measure(knobs: KnobValues, between: Between): Promise<Measures> {
    const render = (latents: Float32Array, rows: number) =>
      this.#renderer.render(latents, rows, between, "centred");
    const measures = await this.#generator.measure(render, between);
    const ratio = await this.#ratio.at(knobs);
    if (ratio === null) return measures;
    const { values, undefined: reasons } = partMeasures({ "pairing/gradient_ratio": ratio });
    return {
      values: { ...measures.values, ...values },
      undefined: { ...measures.undefined, ...reasons },
    };
  }
}
