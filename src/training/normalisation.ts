import type { TensorValues } from "../compiler/program.ts";
import { fillLatents } from "../data/latents.ts";
import type { Between } from "../evaluation/between.ts";
import type { Executor, Loaded } from "../execution/executor.ts";
import { unpack } from "./parameter-layout.ts";
import type { Model } from "./model.ts";
import { momentsByName, shownWeights } from "./shown-generator.ts";

/** How many batches of latents the moments are taken over. */
const BATCHES = 16;

export type NamedMoments = ReadonlyMap<string, TensorValues>;

/**
 * What the shown generator normalises by when it does not train: the moments of each layer over 16 fixed batches of
 * latents, computed anew with its own (averaged) weights. Each batch passes as in training, normalised by its own
 * moments m_b and v_b; they are pooled as those of all values together:
 *   mean = E[m_b],  variance = E[v_b + m_b^2] - mean^2
 * Source: Wu and Johnson 2021, arXiv 2105.07576, section 3.2 ("PreciseBN").
 */
export class Normalisation {
  readonly #executor: Executor;
  readonly #model: Model;
  /** Null where no layer normalises. */
  readonly #loaded: Loaded | null;
  readonly #latents: readonly Float32Array[];
  /** The weights that `#known` belongs to: state tensors are replaced, never written to. */
  #weights: unknown = null;
  #known: NamedMoments = new Map();

  private constructor(executor: Executor, model: Model, loaded: Loaded | null) {
    this.#executor = executor;
    this.#model = model;
    this.#loaded = loaded;
    const { batch, latent } = model.experiment;
    this.#latents = Array.from({ length: loaded === null ? 0 : BATCHES }, (_, step) => {
      const latents = new Float32Array(batch * latent.size);
      fillLatents(latents, latent, { seed: 0, stream: "normalisationLatents", step });
      return latents;
    });
  }

  static async open(model: Model, executor: Executor): Promise<Normalisation> {
    const { generator, groups, experiment } = model;
    if (generator.normalised.length === 0) return new Normalisation(executor, model, null);
    const { layout } = groups.generator;
    const loaded = await executor.loadFunction({
      state: { [shownWeights(model)]: [layout.size] },
      inputs: { latent: [experiment.latent.size] },
      rows: experiment.batch,
      run: tensors => {
        const [flat, latent] = [tensors[shownWeights(model)], tensors["latent"]];
        if (flat === undefined || latent === undefined) throw new RangeError("weights and latents are given");
        return momentsByName(model, generator.generate(unpack(layout, flat), latent, null).moments);
      },
    });
    return new Normalisation(executor, model, loaded);
  }

  /**
   * The moments for the shown generator as it stands in the executor, by name; computed once for the same weights.
   * @param between called between two batches
   */
  async moments(between: Between): Promise<NamedMoments> {
    if (this.#loaded === null) return this.#known;
    const weights = this.#executor.held(shownWeights(this.#model));
    if (weights === this.#weights) return this.#known;
    const batches: Readonly<Record<string, Float32Array>>[] = [];
    for (const latent of this.#latents) {
      if (batches.length > 0) await between();
      batches.push(await this.#executor.call(this.#loaded, this.#model.experiment.batch, { latent }));
    }
    this.#known = pooled(this.#model, batches);
    this.#weights = weights;
    return this.#known;
  }
}

/** The moments of the values of all batches together, in float64. */
function pooled(model: Model, batches: readonly Readonly<Record<string, Float32Array>>[]): NamedMoments {
  const known = new Map<string, TensorValues>();
  const mean = (values: (batch: Readonly<Record<string, Float32Array>>) => number): number =>
    batches.reduce((sum, batch) => sum + values(batch), 0) / batches.length;
  for (const { name, shape } of model.generator.normalised) {
    const [means, variances] = [new Float32Array(shape[0] ?? 0), new Float32Array(shape[0] ?? 0)];
    for (let map = 0; map < means.length; map++) {
      const m = (batch: Readonly<Record<string, Float32Array>>) => batch[`${name}.mean`]?.[map] ?? NaN;
      const center = mean(m);
      means[map] = center;
      variances[map] = mean(batch => (batch[`${name}.variance`]?.[map] ?? NaN) + (m(batch) - center) ** 2);
    }
    known.set(`${name}.mean`, { shape, data: means });
    known.set(`${name}.variance`, { shape, data: variances });
  }
  return known;
}
