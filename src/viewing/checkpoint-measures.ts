import { setImmediate as turn } from "node:timers/promises";
import { openDataset } from "../data/open-dataset.ts";
import { GeneratorMeasures } from "../evaluation/generator-measures.ts";
import type { Model } from "../execution/model.ts";
import type { MeasuredCheckpoint } from "../protocol/viewer-calls.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { drawnExperiment } from "../runs/drawn-experiment.ts";
import { renderLatents, throwIfCancelled } from "./render.ts";

/** Lets other calls have their turn; rejects with CallError once this one is cancelled. */
export const betweenCalls = (signal: AbortSignal) => async (): Promise<void> => {
  await turn();
  throwIfCancelled(signal);
};

/** The measures of a generator as the run's own evaluations take them: the same real samples and latents. */
export async function checkpointMeasures(
  info: RunInfo,
  generator: Model,
  signal: AbortSignal,
): Promise<Omit<MeasuredCheckpoint, "step">> {
  const experiment = drawnExperiment(info);
  const dataset = await openDataset(experiment.data);
  const evaluation = new GeneratorMeasures(experiment, info.seed, dataset);
  const mean = dataset.normalization?.mean ?? null;
  const render = async (data: Float32Array, rows: number): Promise<Float32Array> => {
    const latents = { shape: [rows, data.length / rows], data };
    const isCentred = "centred" in generator.outputShapes;
    const output = isCentred ? "centred" : "sample";
    const { data: samples } = await renderLatents(generator, latents, signal, output);
    // A checkpoint of an older version gives samples alone.
    return isCentred || mean === null
      ? samples
      : samples.map((value, i) => value - (mean[i % mean.length] ?? 0));
  };
  try {
    return await evaluation.measure(render, betweenCalls(signal));
  } finally {
    await evaluation.close();
  }
}
