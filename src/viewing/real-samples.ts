import { openDataset } from "../data/open-dataset.ts";
import type { Rows } from "../protocol/viewer-calls.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { drawnExperiment } from "../runs/drawn-experiment.ts";

/** At most `count` held-out real samples of a run's data, [n, dims] in its own units. */
export async function realSamples(info: RunInfo, count: number): Promise<Rows> {
  const dataset = await openDataset(drawnExperiment(info).data);
  const { sampleShape } = dataset;
  const data = dataset.heldOut(count);
  return {
    shape: [data.length / sampleShape.reduce((product, size) => product * size, 1), ...sampleShape],
    data,
  };
}
