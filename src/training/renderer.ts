import { compileFunction } from "../compiler/compile-function.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Executor, Loaded } from "../execution/executor.ts";
import { AVERAGE, weightsName } from "./group.ts";
import { unpack } from "./layout.ts";
import type { Model } from "./model.ts";
import { toOwnUnits } from "./units.ts";

/** The generator that people look at: the averaged one where there is one. */
export const shownGenerator = (model: Model): string =>
  model.experiment.average > 0 ? AVERAGE : weightsName("generator");

/** Renders latents with the shown generator as it stands in the executor. */
export class Renderer {
  readonly #executor: Executor;
  readonly #loaded: Loaded;

  private constructor(executor: Executor, loaded: Loaded) {
    this.#executor = executor;
    this.#loaded = loaded;
  }

  static async open(model: Model, dataset: Dataset, executor: Executor): Promise<Renderer> {
    const weights = shownGenerator(model);
    const { layout } = model.groups.generator;
    const program = compileFunction({
      state: { [weights]: [layout.size] },
      inputs: { latent: [model.experiment.latent.size] },
      run: tensors => {
        const [flat, latent] = [tensors[weights], tensors["latent"]];
        if (flat === undefined || latent === undefined) throw new RangeError("weights and latents are given");
        const sample = model.generator.apply(unpack(layout, flat), latent);
        return { sample: toOwnUnits(sample, dataset.normalization) };
      },
    });
    return new Renderer(executor, await executor.load(program));
  }

  /** Latents [rows, latent size] to samples [rows, ...sample], in the data's own units. */
  async render(latents: Float32Array, rows: number): Promise<Float32Array> {
    const { sample } = await this.#executor.call(this.#loaded, rows, { latent: latents });
    if (sample === undefined) throw new RangeError("the renderer gives samples");
    return sample;
  }
}
