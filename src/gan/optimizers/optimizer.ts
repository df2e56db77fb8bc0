import type { Scalar, Tensor } from "../../compiler/tensorflow.ts";

export interface Slot {
  readonly shape: readonly number[];
  /** Every element's first value. */
  readonly initial: number;
}

export interface OptimizerSettings {
  readonly learningRate: Scalar;
  readonly beta1: number;
  readonly beta2: number;
}

/** First-order updates of one flat vector of weights, [n]. */
export interface Optimizer {
  /** The state it keeps beside n weights, by name. */
  slots(n: number): Readonly<Record<string, Slot>>;
  update(
    weights: Tensor,
    gradient: Tensor,
    slots: Readonly<Record<string, Tensor>>,
    settings: OptimizerSettings,
  ): { readonly weights: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
}
