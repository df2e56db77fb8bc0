import { CallError, type Handlers } from "../protocol/calls.ts";
import type { Caller } from "../protocol/channel.ts";
import type { CompareCalls } from "../protocol/compare.ts";
import type { ViewerCalls } from "../protocol/viewer-calls.ts";
import type { Comparison } from "./comparison.ts";
import { owned } from "./owned.ts";
import { measuredSeeds } from "./seed-measures.ts";
import { readWhole, SeedRuns } from "./seed-runs.ts";
import type { ObservedRun } from "../runs/list.ts";
import { recordedImages, recordedSamples, stepBefore } from "./recorded-samples.ts";

/** The calls that are answered from the runs' folders and the viewer; the others need the workbench. */
export type CompareDataCall = Extract<
  keyof CompareCalls,
  | "compare/start"
  | "measures/seeds"
  | `samples/${string}`
  | `data/${string}`
  | `latent/${string}`
  | "runs/remove"
  | "runs/move"
>;

/** What the host answers about the compared runs, of all `runs`. A folder that is not among the compared is refused. */
export function compareDataCalls(
  comparison: Comparison,
  viewer: Pick<Caller<ViewerCalls>, "call">,
  runs: () => readonly ObservedRun[],
): Pick<Handlers<CompareCalls>, CompareDataCall> {
  const seedRuns = new SeedRuns(runs, readWhole);
  const modelOf = (run: string) => {
    const model = comparison.find(run);
    if (model === undefined) throw new CallError("input", "this run is not compared any more");
    return model;
  };
  const viewed = async <T>(run: string, call: () => Promise<T>): Promise<T> => {
    modelOf(run);
    return owned(await call());
  };
  return {
    "compare/start": () => {
      comparison.start();
      return Promise.resolve(null);
    },
    "samples/at": async ({ run, step }) => {
      const at = stepBefore(modelOf(run).stepsOf("samples"), step);
      return { step: at, samples: await recordedSamples(run, at) };
    },
    "samples/images": async ({ run, step }) => {
      const at = stepBefore(modelOf(run).stepsOf("samples"), step);
      return { step: at, images: await recordedImages(run, at) };
    },
    "data/real": ({ run, count }, signal) =>
      viewed(run, () => viewer.call("scene", { run, count }, { signal })),
    "latent/path": (params, signal) => viewed(params.run, () => viewer.call("path", params, { signal })),
    "latent/outputs": (params, signal) =>
      viewed(params.run, () => viewer.call("outputs", params, { signal })),
    "latent/imagePath": (params, signal) =>
      viewed(params.run, () => viewer.call("latent/imagePath", params, { signal })),
    "latent/neighbours": (params, signal) =>
      viewed(params.run, () => viewer.call("latent/neighbours", params, { signal })),
    "data/nearest": (params, signal) =>
      viewed(params.run, () => viewer.call("data/nearest", params, { signal })),
    "measures/seeds": async ({ columns, baseline }) => {
      const shown = columns.map(({ run, step }) => ({ model: modelOf(run), step }));
      return { columns: await measuredSeeds(shown, baseline, seedRuns) };
    },
    "runs/remove": ({ run }) => {
      comparison.remove(run);
      return Promise.resolve(null);
    },
    "runs/move": ({ run, to }) => {
      modelOf(run);
      comparison.move(run, to);
      return Promise.resolve(null);
    },
  };
}
