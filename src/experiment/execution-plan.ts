import type { Experiment } from "./schema.ts";

/** How the compiled step is run. Never decided by a timing; recorded in run.json, taken from there by resume and replay. */
export interface ExecutionPlan {
  readonly device: "cpu";
  readonly threads: number;
  /** ONNX Runtime's optimisation level. */
  readonly graphOptimization: "all" | "disabled";
  /** Training steps in one call of the compiled graph. */
  readonly stepsPerCall: number;
}

/** The fixed rule by shape: a multilayer perceptron runs on one thread, optimised, ten steps a call. */
export function executionPlan(experiment: Experiment): ExecutionPlan {
  return {
    device: "cpu",
    threads: experiment.threads > 0 ? experiment.threads : 1,
    graphOptimization: "all",
    stepsPerCall: 10,
  };
}

export { memoryEstimate } from "./memory-estimate.ts";
