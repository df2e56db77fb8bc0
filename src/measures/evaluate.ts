import type { Modes } from "./modes.ts";
import type { Points } from "./points.ts";

export type MeasureTag =
  | "quality/precision"
  | "quality/recall"
  | "quality/density"
  | "quality/coverage"
  | "quality/modes"
  | "quality/high_quality"
  | "quality/mode_kl"
  | "collapse/mode_spread"
  | "collapse/effective_rank"
  | "collapse/log_condition"
  | "collapse/distance_ratio_p05"
  | "collapse/latent_recovery";

/** The measures that are defined for the data at this moment; all finite. */
export type Measures = Readonly<Partial<Record<MeasureTag, number>>>;

export interface EvaluatorOptions {
  /** Held-out real samples, in the data's own units. */
  readonly real: Points;
  /** k of precision, recall, density and coverage. */
  readonly neighbours: number;
  readonly modes: Modes | null;
  /** The latents of the generated samples, the same at every evaluation. */
  readonly latents: Points;
}

export interface Evaluator {
  /** The latents to render beside `latents`, [rows, latent size]: float32, rows = 2 * latent size * at most 256. */
  readonly jacobianLatents: Points & { readonly data: Float32Array };
  /** `samples` are the generator's outputs at `latents`, `jacobian` those at `jacobianLatents` (null leaves its measures out). */
  evaluate(outputs: { readonly samples: Points; readonly jacobian: Points | null }): Measures;
}

export declare function createEvaluator(options: EvaluatorOptions): Evaluator;
