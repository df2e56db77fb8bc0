import { setImmediate as turn } from "node:timers/promises";
import type { Dataset } from "../data/dataset.ts";
import { openDataset } from "../data/open-dataset.ts";
import type { OpenOptions } from "../data/open-options.ts";
import type { Executor } from "../execution/executor.ts";
import { openExecutor } from "../execution/open-executor.ts";
import { executedPlan, type RunInfo } from "../runs/run-info.ts";
import { TrainingMeasures } from "./training-measures.ts";
import type { OwnModules } from "./modules/load-modules.ts";
import { tryModules } from "./modules/try-modules.ts";
import type { Model } from "./model.ts";
import { buildModel } from "./model.ts";
import { NetworkExport } from "./network-export.ts";
import { Programs } from "./programs.ts";
import { Renderer } from "./renderer.ts";
import { startingState } from "./step.ts";

/** Everything that computes, opened for one run; the state stands at step 0. */
export interface Session {
  readonly model: Model;
  readonly modules: OwnModules;
  readonly dataset: Dataset;
  readonly executor: Executor;
  readonly programs: Programs;
  readonly renderer: Renderer;
  readonly measures: TrainingMeasures;
  readonly networks: NetworkExport;
}

export interface SessionOptions extends OpenOptions {
  /** The folder with TensorFlow's package, for the devices that need it. */
  readonly tensorflowFolder?: string | undefined;
}

/**
 * Gives up between two pieces of the work, by the signal's reason, when `signal` says so. Throws DataError where the data cannot be read, PointsError where its held-out part is
 * too small to measure, InputError at the line of a module that cannot be trained with.
 */
export async function openSession(
  info: RunInfo,
  modules: OwnModules = {},
  options: SessionOptions = { progress: () => undefined },
): Promise<Session> {
  const { experiment, seed } = info;
  const plan = executedPlan(info);
  const dataset = await openDataset(experiment.data, options);
  await attend(options.signal);
  const model = buildModel(experiment, dataset.sampleShape, modules);
  tryModules(model, modules);
  const executor = await openExecutor({ ...plan, tensorflowFolder: options.tensorflowFolder });
  await attend(options.signal);
  executor.put(startingState(model, seed));
  const renderer = await Renderer.open(model, dataset, executor);
  return {
    model,
    modules,
    dataset,
    executor,
    programs: new Programs(model, dataset, executor, seed, plan.stepsPerCall),
    renderer,
    measures: new TrainingMeasures(model, dataset, executor, renderer, seed),
    networks: new NetworkExport(model, dataset),
  };
}

/** Lets signals and timers come to their turn. */
async function attend(signal: AbortSignal | undefined): Promise<void> {
  await turn();
  signal?.throwIfAborted();
}
