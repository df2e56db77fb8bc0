import { knownSampleShape } from "./memory-estimate.ts";
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

/**
 * The fixed rule by shape. Multilayer perceptrons run on one thread, optimised by the runtime, as many steps a call as
 * stay short. Convolutions run on every physical core, a step a call, and without the runtime's own optimisation, which
 * would undo the layout that the compiler chose.
 * @param cores physical cores of the machine
 */
export function executionPlan(experiment: Experiment, cores = 1): ExecutionPlan {
  const { generator, discriminator, threads } = experiment;
  const convolutions = [generator, discriminator].some(({ kind }) => kind === "dcgan");
  if (convolutions)
    return { device: "cpu", threads: threads || cores, graphOptimization: "disabled", stepsPerCall: 1 };
  const stepsPerCall = Math.floor(WORK_PER_CALL / workPerStep(experiment));
  return {
    device: "cpu",
    threads: threads || 1,
    graphOptimization: "all",
    stepsPerCall: Math.max(1, Math.min(MOST_STEPS, stepsPerCall)),
  };
}

/** Multiplications between the samples' values and hidden layers, of a batch through each network once; at least 1. */
function workPerStep(experiment: Experiment): number {
  const { batch, generator, discriminator, pairing } = experiment;
  const values = (knownSampleShape(experiment) ?? [1]).reduce((product, size) => product * size, 1);
  const layers = [
    ...[generator, discriminator].map(network => (network.kind === "mlp" ? network.hidden : [])),
    "embedding" in pairing ? pairing.embedding.hidden : [],
  ].map(hidden => [values, ...hidden]);
  const products = layers.flatMap(widths => widths.slice(1).map((width, i) => width * (widths[i] ?? 0)));
  return batch * products.reduce((sum, product) => sum + product, 1);
}

export { memoryEstimate } from "./memory-estimate.ts";
