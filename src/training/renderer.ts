import type { Dataset } from "../data/dataset.ts";
import type { Between } from "../evaluation/between.ts";
import { nothing } from "../evaluation/between.ts";
import { networks } from "../experiment/catalog.ts";
import type { Executor, Loaded } from "../execution/executor.ts";
import { elements, isImage, unpack } from "./parameter-layout.ts";
import type { Model } from "./model.ts";
import type { NamedMoments } from "./normalisation.ts";
import { Normalisation } from "./normalisation.ts";
import { momentsAmong, momentShapes, shownWeights } from "./shown-generator.ts";
import { toCentredUnits, toOwnUnits } from "./units.ts";

/** Rows of a call; convolutions make rows dear, and a call takes a batch. */
const ROWS_AT_ONCE = 4096;

/** Renders latents with the shown generator as it stands in the executor. */
export class Renderer {
  readonly #executor: Executor;
  readonly #model: Model;
  readonly #loaded: Loaded;
  readonly #normalisation: Normalisation;

  private constructor(executor: Executor, model: Model, loaded: Loaded, normalisation: Normalisation) {
    this.#executor = executor;
    this.#model = model;
    this.#loaded = loaded;
    this.#normalisation = normalisation;
  }

  static async open(model: Model, dataset: Dataset, executor: Executor): Promise<Renderer> {
    const weights = shownWeights(model);
    const { layout } = model.groups.generator;
    const loaded = await executor.loadFunction({
      state: { [weights]: [layout.size], ...momentShapes(model) },
      inputs: { latent: [model.experiment.latent.size] },
      run: tensors => {
        const [flat, latent] = [tensors[weights], tensors["latent"]];
        if (flat === undefined || latent === undefined) throw new RangeError("weights and latents are given");
        const moments = momentsAmong(model, tensors);
        const { samples } = model.generator.generate(unpack(layout, flat), latent, moments);
        const { normalization } = dataset;
        const sample = toOwnUnits(samples, normalization);
        return normalization === null
          ? { sample }
          : { sample, centred: toCentredUnits(samples, normalization) };
      },
    });
    const normalisation = await Normalisation.open(model, executor);
    return new Renderer(executor, model, loaded, normalisation);
  }

  /** What the shown generator normalises by, as it stands; `between` as for `render`. */
  moments(between: Between = nothing): Promise<NamedMoments> {
    return this.#normalisation.moments(between);
  }

  /**
   * Latents [rows, latent size] to samples [rows, ...sample], in the data's own units.
   * @param between called between two calls of the executor, none of which is longer than a training step
   * @param output "centred": less the data's mean, where they are normalised
   */
  async render(
    latents: Float32Array,
    rows: number,
    between: Between = nothing,
    output: "sample" | "centred" = "sample",
  ): Promise<Float32Array> {
    const { experiment, sampleShape } = this.#model;
    this.#executor.put(await this.moments(between));
    const { kind } = experiment.generator;
    const heavy = networks[kind].convolutional || (kind === "custom" && isImage(sampleShape));
    const atOnce = heavy ? experiment.batch : ROWS_AT_ONCE;
    const [width, values] = [experiment.latent.size, elements(sampleShape)];
    const samples = new Float32Array(rows * values);
    for (let from = 0; from < rows; from += atOnce) {
      if (from > 0) await between();
      const count = Math.min(atOnce, rows - from);
      const latent = latents.subarray(from * width, (from + count) * width);
      const outputs = await this.#executor.call(this.#loaded, count, { latent });
      const rendered = outputs[output] ?? outputs["sample"];
      if (rendered === undefined) throw new RangeError("the renderer gives samples");
      samples.set(rendered, from * values);
    }
    return samples;
  }
}
