import { tf } from "../compiler/tensorflow.ts";
import type { Scalar, Tensor } from "../compiler/tensorflow.ts";
import type { Executor, Loaded } from "../execution/executor.ts";
import type { Dataset } from "../data/dataset.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import { undefinedBecause } from "../measures/measured.ts";
import type { Measured } from "../measures/measured.ts";
import { SPECTRAL, weightsName } from "./group.ts";
import type { Model } from "./model.ts";
import { realBatch } from "./phases/discriminator.ts";
import { generatorInputs, generatorLoss, pairingKnobs } from "./phases/generator.ts";
import { definitionOf } from "./step.ts";
import type { Step } from "./step.ts";
import { StepInputs } from "./step-inputs.ts";

/** The two gradients on the generator's weights as a step that changes nothing and reports their norms. */
export function ratioStep(model: Model): Step {
  const groups = Object.values(model.groups);
  return {
    state: {
      ...Object.fromEntries(groups.map(({ name, layout }) => [weightsName(name), [layout.size]])),
      ...(model.spectral ? { [SPECTRAL]: [model.spectral.size] } : {}),
    },
    inputs: { ...realBatch(model, model.experiment.criticSteps - 1), ...generatorInputs(model, true) },
    knobs: pairingKnobs(model),
    run: tensors => {
      const given = (name: string): Tensor => {
        const tensor = tensors[name];
        if (tensor === undefined) throw new RangeError(`the gradient ratio was not given ${name}`);
        return tensor;
      };
      const context = {
        state: given,
        input: given,
        knob: (key: string): Scalar => tf.reshape(given(key), []),
      };
      const parts = generatorLoss(model, context, true);
      const embedding = model.groups.embedding ? given(weightsName("embedding")) : null;
      const norm = (part: (weights: Tensor) => Scalar): Tensor =>
        tf.sqrt(tf.sum(tf.square(tf.grad(part)(given(weightsName("generator"))))));
      return {
        adversarial: norm(weights => parts(weights, embedding).adversarial()),
        pairing: norm(weights => {
          const { pairing } = parts(weights, embedding);
          if (pairing === null) throw new TypeError("pairing is part of this loss");
          return pairing().loss;
        }),
      };
    },
  };
}

/**
 * `pairing/gradient_ratio`: weight * |gradient of L| / |gradient of the adversarial loss|, both on the generator's
 * weights, over one batch that is the same at every evaluation of a run. The program is made when first needed.
 */
export class GradientRatio {
  readonly #executor: Executor;
  readonly #inputs: StepInputs;
  readonly #step: Step;
  #loaded: Promise<Loaded> | null = null;

  constructor(model: Model, dataset: Dataset, executor: Executor, seed: number) {
    this.#executor = executor;
    this.#step = ratioStep(model);
    this.#inputs = new StepInputs(this.#step, model.experiment, dataset, seed, 1);
  }

  /** Null at weight 0, where there is no pairing; undefined where there is no adversarial gradient. */
  async at(knobs: KnobValues): Promise<Measured | null> {
    const weight = knobs["pairing.weight"] ?? 0;
    if (weight === 0) return null;
    this.#loaded ??= this.#executor.loadStep(definitionOf(this.#step));
    const norms = await this.#executor.step(
      await this.#loaded,
      1,
      this.#inputs.fill(1, 1, () => knobs),
    );
    const [adversarial, pairing] = [norms["adversarial"]?.[0] ?? 0, norms["pairing"]?.[0] ?? NaN];
    return adversarial === 0
      ? undefinedBecause("the adversarial gradient is 0")
      : (weight * pairing) / adversarial;
  }
}
