import { setImmediate as turn } from "node:timers/promises";
import type { Classes, Dataset } from "../data/dataset.ts";
import { openDataClasses } from "../evaluation/data-classes.ts";
import { plainName } from "../plain/plain-text.ts";
import type { Rows } from "../protocol/viewer-calls.ts";
import { drawnExperiment, hasUnknownData } from "../runs/drawn-experiment.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { betweenCalls } from "./checkpoint-measures.ts";
import { OpenCache } from "./open-cache.ts";

/** The class of each sample [n, ...sample] in the data's own units, from 0; empty where that is not told. */
export type Classify = (samples: Rows, signal: AbortSignal) => Promise<Uint16Array>;

/** The classes of a run's data, and what tells them of generated samples. */
export interface RunClasses {
  readonly classes: Classes;
  /** Why they are not told; null where they are. */
  readonly unsure: string | null;
  readonly classify: Classify;
}

/** So many characters of a class's name are shown. */
const LONGEST_NAME = 40;

/** What people call the classes, fit to be shown. */
export const classNames = ({ count, nameOf }: Classes): string[] =>
  Array.from({ length: count }, (_, label) => plainName(nameOf(label), LONGEST_NAME));

interface Place {
  readonly folder: string;
  readonly info: RunInfo;
}

/** Data that say themselves that they have no labels, or that their trainer alone knows, are not read for classes. */
function mayHaveClasses(info: RunInfo): boolean {
  if (hasUnknownData(info)) return false;
  const { data } = drawnExperiment(info);
  return !("labels" in data) || (data.labels !== "none" && (data.labels !== "" || data.kind === "idx"));
}

interface Opened {
  readonly told: RunClasses | null;
  readonly close: () => Promise<void>;
}

const NONE: Opened = { told: null, close: () => Promise.resolve() };

/** What tells the classes of runs' data: the most recently used ones stay open. */
export class ClassesOfRuns {
  readonly #opened: OpenCache<Place, Opened>;

  constructor(openData: (folder: string) => Promise<Dataset>) {
    this.#opened = new OpenCache(async ({ folder, info }) => {
      if (!mayHaveClasses(info)) return NONE;
      const dataset = await openData(folder);
      const { classes } = dataset;
      const opened = await openDataClasses(dataset, drawnExperiment(info).evaluation, () => turn());
      if (classes === null || opened === null) return NONE;
      const classify: Classify = ({ shape: [rows = 0], data }, signal) =>
        opened.classify(data, rows, betweenCalls(signal));
      return { told: { classes, unsure: opened.unsure, classify }, close: opened.close };
    });
  }

  /** Runs `work` with a run's classes; null where its data have none. Rejects as `openData` does, and with DataError. */
  use<Result>(place: Place, work: (told: RunClasses | null) => Promise<Result>): Promise<Result> {
    return this.#opened.use(place, ({ told }) => work(told));
  }
}
