import type { Dataset } from "../data/dataset.ts";
import type { Executor, Loaded } from "../execution/executor.ts";
import type { KnobValues } from "../experiment/knobs.ts";
import type { Model } from "./model.ts";
import { buildStep, definitionOf } from "./step.ts";
import { StepInputs } from "./step-inputs.ts";
import type { Variant } from "./variant.ts";

interface Ready {
  readonly loaded: Loaded;
  readonly inputs: StepInputs;
}

/** The compiled variants of a model's step, each compiled when it is first needed. */
export class Programs {
  readonly #model: Model;
  readonly #dataset: Dataset;
  readonly #executor: Executor;
  readonly #seed: number;
  readonly #stepsPerCall: number;
  readonly #ready = new Map<string, Promise<Ready>>();

  constructor(model: Model, dataset: Dataset, executor: Executor, seed: number, stepsPerCall: number) {
    this.#model = model;
    this.#dataset = dataset;
    this.#executor = executor;
    this.#seed = seed;
    this.#stepsPerCall = stepsPerCall;
  }

  /** Runs steps first .. first + count - 1 and gives every scalar of every step, [count] by tag. */
  async run(
    variant: Variant,
    first: number,
    count: number,
    knobsAt: (step: number) => KnobValues,
  ): Promise<Record<string, Float32Array>> {
    const { loaded, inputs } = await this.#open(variant);
    return this.#executor.step(loaded, count, inputs.fill(first, count, knobsAt));
  }

  #open(variant: Variant): Promise<Ready> {
    const known = this.#ready.get(variant.key);
    if (known !== undefined) return known;
    const opening = this.#compile(variant);
    this.#ready.set(variant.key, opening);
    return opening;
  }

  async #compile(variant: Variant): Promise<Ready> {
    const { experiment } = this.#model;
    const step = buildStep(this.#model, variant);
    const inputs = new StepInputs(step, experiment, this.#dataset, this.#seed, this.#stepsPerCall);
    return { loaded: await this.#executor.loadStep(definitionOf(step)), inputs };
  }
}
