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

/** A call costs about 0.3 ms beside its steps; with this many steps of a small network that is nothing. */
const MOST_STEPS = 100;
/** Multiplications of the forward passes of one call. Some 60 ms, so that a request need not wait longer. */
const WORK_PER_CALL = 2.5e8;

/** The fixed rule by shape: a multilayer perceptron runs on one thread, optimised, as many steps a call as stay short. */
export function executionPlan(experiment: Experiment): ExecutionPlan {
  return {
    device: "cpu",
    threads: experiment.threads > 0 ? experiment.threads : 1,
    graphOptimization: "all",
    stepsPerCall: Math.max(1, Math.min(MOST_STEPS, Math.floor(WORK_PER_CALL / workPerStep(experiment)))),
  };
}

/** Multiplications between hidden layers, of a batch through each network once; at least 1. */
function workPerStep({ batch, generator, discriminator, pairing }: Experiment): number {
  const layers = [
    ...[generator, discriminator].map(network => (network.kind === "mlp" ? network.hidden : [])),
    "embedding" in pairing ? pairing.embedding.hidden : [],
  ];
  const products = layers.flatMap(widths => widths.slice(1).map((width, i) => width * (widths[i] ?? 0)));
  return batch * products.reduce((sum, product) => sum + product, 1);
}

export { memoryEstimate } from "./memory-estimate.ts";
