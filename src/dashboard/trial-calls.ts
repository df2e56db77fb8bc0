import { CallError, type Handlers } from "../protocol/calls.ts";
import type { Caller } from "../protocol/channel.ts";
import type { TrialCalls } from "../protocol/trial.ts";
import type { ViewerCalls } from "../protocol/viewer-calls.ts";
import { owned } from "./owned.ts";
import { recordedImages, recordedSamples, stepBefore } from "./recorded-samples.ts";
import type { RunModel } from "./run-model.ts";
import type { TrialFeed } from "./trial-feed.ts";

/** The calls that are answered from the runs' folders and the viewer; the others need the workbench. */
export type TrialDataCall = Extract<keyof TrialCalls, "trial/start" | `samples/${string}` | "data/real">;

/** The branch that a page names. Throws a CallError for a folder that is none of the trial's. */
export function memberOf(feed: TrialFeed, run: string): RunModel {
  const model = feed.find(run);
  if (model === undefined) throw new CallError("input", "this run is no branch of this trial any more");
  return model;
}

/** What the host answers about the branches of a trial. */
export function trialDataCalls(
  feed: TrialFeed,
  viewer: Pick<Caller<ViewerCalls>, "call">,
): Pick<Handlers<TrialCalls>, TrialDataCall> {
  return {
    "trial/start": () => {
      feed.start();
      return Promise.resolve(null);
    },
    "samples/at": async ({ run, step }) => {
      const at = stepBefore(memberOf(feed, run).stepsOf("samples"), step);
      return { step: at, samples: await recordedSamples(run, at) };
    },
    "samples/images": async ({ run, step }) => {
      const at = stepBefore(memberOf(feed, run).stepsOf("samples"), step);
      return { step: at, images: await recordedImages(run, at) };
    },
    "data/real": async ({ run, count }, signal) => {
      memberOf(feed, run);
      return owned(await viewer.call("scene", { run, count }, { signal }));
    },
  };
}
