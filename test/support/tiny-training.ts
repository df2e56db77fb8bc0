import { createHash } from "node:crypto";
import { record } from "../../src/compiler/recording-backend.ts";
import { optimised } from "../../src/compiler/optimise.ts";
import { openDataset } from "../../src/data/open-dataset.ts";
import { openExecutor } from "../../src/execution/open-executor.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { buildModel } from "../../src/training/model.ts";
import { Programs } from "../../src/training/programs.ts";
import { StepInputs } from "../../src/training/step-inputs.ts";
import { buildStep, startingState, stateShapes } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";
import type { Variant } from "../../src/training/variant.ts";
import { assertSame } from "../compiled/graph-values.ts";

export interface Trained {
  readonly experiment: Experiment;
  readonly state: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
  /** Names of what is not finite: state and scalars, with the step. */
  readonly unfinite: readonly string[];
  readonly variants: ReadonlyMap<string, Variant>;
  readonly steps: number;
}

/** Trains some steps as a run does, without a run: the model's programs on an executor. */
export async function trainTiny(experiment: Experiment, steps: number): Promise<Trained> {
  const dataset = await openDataset(experiment.data);
  const model = buildModel(experiment, dataset.sampleShape);
  const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "all" });
  try {
    executor.put(startingState(model, experiment.seed));
    const programs = new Programs(model, dataset, executor, experiment.seed, 1);
    const knobs = initialKnobs(experiment);
    const variants = new Map<string, Variant>();
    const unfinite: string[] = [];
    const look = (name: string, values: Float32Array, step: number): void => {
      if (!values.every(x => Number.isFinite(x))) unfinite.push(`${name} at step ${step}`);
    };
    for (let step = 1; step <= steps; step++) {
      const variant = variantAt(experiment, knobs, step);
      variants.set(variant.key, variant);
      const scalars = await programs.run(variant, step, 1, () => knobs);
      for (const [tag, values] of Object.entries(scalars)) look(tag, values, step);
    }
    const state = await executor.get(Object.keys(stateShapes(model)));
    for (const [name, { data }] of state) look(name, data, steps);
    return { experiment, state, unfinite, variants, steps };
  } finally {
    await executor.close();
  }
}

/** Of all state but embedding networks, which come and go with the pairing kind. */
export function digestOf({ state }: Trained): string {
  const hash = createHash("sha256");
  for (const [name, { data }] of state)
    if (!name.startsWith("embedding."))
      hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest("hex");
}

/**
 * Adam divides a gradient by its own size: where it is 0 but for rounding (the last bias under a loss of differences),
 * rounding alone moves a weight, by up to the learning rate. So small a one keeps that below what is compared; gradients
 * are compared by Adam's moments.
 */
const COMPARED_RATE = 1e-8;

/** Throws where a step of the trained state differs with and without the compiler's rules. */
export async function assertCompiledAsRecorded({
  experiment,
  state,
  variants,
  steps,
}: Trained): Promise<void> {
  const dataset = await openDataset(experiment.data);
  const model = buildModel(experiment, dataset.sampleShape);
  const knobs = initialKnobs(experiment);
  for (const variant of variants.values()) {
    const step = buildStep(model, variant);
    const inputs = new StepInputs(step, experiment, dataset, experiment.seed, 1).fill(
      steps + 1,
      1,
      () => knobs,
    );
    const shapes = Object.entries(step.inputs).map(([name, { shape }]) => [name, shape] as const);
    const recording = record(
      { ...step.state, ...Object.fromEntries(shapes), ...Object.fromEntries(step.knobs.map(k => [k, []])) },
      step.run,
    );
    await assertSame(recording.outputs, optimised(recording, "fixed"), name => {
      if (name.endsWith(".learningRate")) return Float32Array.of(COMPARED_RATE);
      const values = state.get(name)?.data ?? inputs[name];
      if (values === undefined) throw new Error(`nothing is fed to ${name}`);
      return values;
    });
  }
}
