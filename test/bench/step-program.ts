import { compileStep } from "../../src/compiler/compile-step.ts";
import type { Program } from "../../src/compiler/program.ts";
import { openDataset } from "../../src/data/open-dataset.ts";
import type { Executor, ExecutorOptions } from "../../src/execution/executor.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { executionPlan } from "../../src/experiment/execution-plan.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { buildModel } from "../../src/training/model.ts";
import type { Model } from "../../src/training/model.ts";
import { StepInputs } from "../../src/training/step-inputs.ts";
import { buildStep, definitionOf, startingState } from "../../src/training/step.ts";
import type { Step } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";
import { timed, type Contender } from "./interleave.ts";
import type { TorchConfig } from "./torch.ts";

/** The benchmark steps by the names of their sizes: the small toy and toy A, plain and with R1. */
export const configurations = {
  "small (64-64, batch 128)": { hidden: [64, 64], batch: 128, r1: 0 },
  "small + R1": { hidden: [64, 64], batch: 128, r1: 0.1 },
  "toy A (128-128, batch 512)": { hidden: [128, 128], batch: 512, r1: 0 },
  "toy A + R1": { hidden: [128, 128], batch: 512, r1: 0.1 },
} as const;

export type Configuration = (typeof configurations)[keyof typeof configurations];

export function experimentOf({ hidden, batch, r1 }: Configuration): Experiment {
  const network = { hidden };
  return readExperiment(
    JSON.stringify({
      data: { kind: "ring" },
      batch,
      generator: network,
      discriminator: network,
      pairing: { weight: 0.02, embedding: network },
      penalties: { r1: { gamma: r1 } },
    }),
    "bench.gan.json",
  );
}

export const torchConfigOf = ({ hidden, batch, r1 }: Configuration): TorchConfig => ({
  batch,
  latent: 2,
  hidden,
  embedding: [...hidden, 16],
  r1,
  pairing: 0.02,
  noise: 0.1,
  temperature: 0.1,
});

/** The step of an experiment with its first knobs, compiled and loaded in an executor that holds the state at step 0. */
export async function loadStep(
  experiment: Experiment,
  sampleShape: readonly number[],
  options: Omit<ExecutorOptions, "device">,
) {
  const model = buildModel(experiment, sampleShape);
  const knobs = initialKnobs(experiment);
  const step = buildStep(model, variantAt(experiment, knobs, 1));
  const shapes = Object.entries(step.inputs).map(([name, { shape }]) => [name, shape] as const);
  const definition = definitionOf(step);
  const executor = await openExecutor({ device: "cpu", ...options });
  executor.put(startingState(model, 1));
  const loaded = await executor.loadStep(definition);
  return { model, step, shapes, knobs, program: compileStep(definition), executor, loaded };
}

export interface OpenStep {
  readonly model: Model;
  readonly step: Step;
  readonly program: Program;
  readonly executor: Executor;
  readonly run: (steps: number) => Contender;
}

/** A compiled step with everything that a training gives it: batches drawn anew, knobs, state. One thread. */
export async function openStep(experiment: Experiment): Promise<OpenStep> {
  const dataset = await openDataset(experiment.data);
  const { stepsPerCall, graphOptimization } = executionPlan(experiment);
  const loadedStep = await loadStep(experiment, dataset.sampleShape, { threads: 1, graphOptimization });
  const { model, step, knobs, program, executor, loaded } = loadedStep;
  const inputs = new StepInputs(step, experiment, dataset, 1, stepsPerCall);
  let done = 0;
  const run = (steps: number) => async (): Promise<number> => {
    const ms = await timed(async () => {
      for (let left = steps; left > 0;) {
        const count = Math.min(left, stepsPerCall);
        await executor.step(
          loaded,
          count,
          inputs.fill(done + 1, count, () => knobs),
        );
        left -= count;
        done += count;
      }
    });
    return ms / steps;
  };
  return { model, step, program, executor, run };
}
