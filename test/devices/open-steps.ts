// Steps of an experiment on a device, without a run.
import { openDataset } from "../../src/data/open-dataset.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import type { TrainingDevice } from "../../src/experiment/catalog.ts";
import { executionPlan } from "../../src/experiment/execution-plan.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { thisMachine } from "../../src/launching/this-machine.ts";
import { buildModel } from "../../src/training/model.ts";
import { Programs } from "../../src/training/programs.ts";
import { startingState } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";

export interface OpenSteps {
  readonly stepsPerCall: number;
  /** The next steps, and their scalars. */
  readonly call: () => Promise<Record<string, Float32Array>>;
  readonly close: () => Promise<void>;
}

/**
 * @param given an experiment's keys; `size` beside them: of pictures in colour that are made up
 * @param perCall steps a call; the plan's own when left out
 */
export async function openSteps(given: object, device: TrainingDevice, perCall?: number): Promise<OpenSteps> {
  const { size, ...keys } = given as { readonly size?: number };
  const experiment = readExperiment(JSON.stringify(keys), "steps.gan.json");
  const found = await openDataset(experiment.data);
  const dataset = size === undefined ? found : { ...found, ...pictures([size, size, 3]) };
  const model = buildModel(experiment, dataset.sampleShape);
  const plan = executionPlan(experiment, thisMachine().cores, device);
  const stepsPerCall = perCall ?? plan.stepsPerCall;
  const executor = await openExecutor(plan);
  executor.put(startingState(model, 1));
  const programs = new Programs(model, dataset, executor, 1, stepsPerCall);
  const knobs = initialKnobs(experiment);
  const variant = variantAt(experiment, knobs, 1);
  let done = 0;
  const call = async () => {
    const scalars = await programs.run(variant, done + 1, stepsPerCall, () => knobs);
    done += stepsPerCall;
    return scalars;
  };
  return { stepsPerCall, call, close: () => executor.close() };
}

/** Batches of made-up pictures: the same numbers for the same step. */
const pictures = (sampleShape: readonly number[]) => ({
  sampleShape,
  normalization: null,
  batch: (_seed: number, step: number, rows: number, out: Float32Array, offset = 0) => {
    const values = sampleShape.reduce((a, b) => a * b, rows);
    for (let i = 0; i < values; i++) out[offset + i] = Math.sin(i * 0.37 + step) * Math.cos(i * 0.011);
  },
});
