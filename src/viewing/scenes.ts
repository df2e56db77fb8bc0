import type { Dataset } from "../data/dataset.ts";
import { openDataset } from "../data/open-dataset.ts";
import { CallError } from "../protocol/calls.ts";
import type { ClassFacts, ModeFacts, PointCloud } from "../protocol/pictures.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { drawnExperiment } from "../runs/drawn-experiment.ts";
import { classNames, type RunClasses } from "./run-classes.ts";

/** How many runs' data stay open: reading a large file again for every picture would be slow. */
const KEPT = 4;

/** Opens the data of runs and keeps the most recently used ones. */
export class Scenes {
  /** By the run's folder, the one used longest ago first. */
  readonly #datasets = new Map<string, Promise<Dataset>>();

  /** The data of a run whose samples are points. Rejects with DataError, CallError. */
  async openPoints(folder: string, info: RunInfo): Promise<Dataset> {
    const dataset = await this.open(folder, info);
    if (dataset.sampleShape.length !== 1)
      throw new CallError("input", "this picture is for runs whose samples are points");
    return dataset;
  }

  /** The data of a run. Rejects with DataError. */
  open(folder: string, info: RunInfo): Promise<Dataset> {
    const opening = this.#datasets.get(folder) ?? openDataset(drawnExperiment(info).data);
    this.#datasets.delete(folder);
    this.#datasets.set(folder, opening);
    for (const oldest of this.#datasets.keys()) {
      if (this.#datasets.size <= KEPT) break;
      this.#datasets.delete(oldest);
    }
    // Data that could not be opened may be mended by the next time.
    opening.catch(() => this.#datasets.delete(folder));
    return opening;
  }
}

const dimsOf = ({ sampleShape: [dims = 1] }: Dataset): number => dims;

/** At most `count` held-out samples in the data's own units. */
export function realPoints(dataset: Dataset, count: number): PointCloud {
  const dims = dimsOf(dataset);
  const data = Float32Array.from(dataset.heldOut(count));
  return { rows: data.length / dims, dims, data };
}

export function modeFacts({ modes }: Dataset): ModeFacts | null {
  if (modes === null) return null;
  const { count, centers, std, weights } = modes;
  return { count, centers: centers.slice(), std: std.slice(), weights: weights.slice() };
}

/** The classes of a run's data, and the label of each of its first `count` held-out samples. */
export function classFacts({ examples }: Dataset, told: RunClasses | null, count: number): ClassFacts | null {
  if (told === null || examples === null) return null;
  return {
    names: classNames(told.classes),
    weights: told.classes.weights.slice(),
    of: Uint16Array.from({ length: count }, (_, row) => examples.heldOutLabelOf(row)),
    unsure: told.unsure,
  };
}
