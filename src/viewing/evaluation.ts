import { openDataset } from "../data/open-dataset.ts";
import { fillLatents } from "../data/latents.ts";
import type { Model } from "../execution/model.ts";
import { createEvaluator } from "../measures/evaluate.ts";
import type { Points } from "../measures/points.ts";
import type { Rows } from "../protocol/viewer-calls.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { renderLatents, throwIfCancelled } from "./render.ts";

const points = ({ shape, data }: Rows): Points => {
  const [rows = 0, ...rest] = shape;
  return { data, rows, dims: rest.reduce((product, size) => product * size, 1) };
};

/** At most `count` held-out real samples of a run's data, [n, dims] in its own units. */
export async function realSamples({ experiment }: RunInfo, count: number): Promise<Rows> {
  const dataset = await openDataset(experiment.data);
  const { sampleShape } = dataset;
  const data = dataset.heldOut(count);
  return {
    shape: [data.length / sampleShape.reduce((product, size) => product * size, 1), ...sampleShape],
    data,
  };
}

/** The measures of a generator as the run's own evaluations take them: the same real samples and latents. */
export async function evaluateGenerator(
  { experiment, seed }: RunInfo,
  generator: Model,
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const { latent, evaluation } = experiment;
  const dataset = await openDataset(experiment.data);
  const held = dataset.heldOut(evaluation.samples);
  const dims = dataset.sampleShape.reduce((product, size) => product * size, 1);
  const rows = held.length / dims;
  const latents = new Float32Array(rows * latent.size);
  fillLatents(latents, latent, { seed, stream: "evaluationLatents", step: 0 });
  throwIfCancelled(signal);
  const evaluator = createEvaluator({
    real: { data: held, rows, dims },
    neighbours: evaluation.neighbours,
    modes: dataset.modes,
    latents: { data: latents, rows, dims: latent.size },
  });
  const { jacobianLatents } = evaluator;
  const nudged = { shape: [jacobianLatents.rows, latent.size], data: jacobianLatents.data };
  const samples = await renderLatents(generator, { shape: [rows, latent.size], data: latents }, signal);
  const jacobian = await renderLatents(generator, nudged, signal);
  throwIfCancelled(signal);
  return { ...evaluator.evaluate({ samples: points(samples), jacobian: points(jacobian) }) };
}
