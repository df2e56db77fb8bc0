import { CallError, type CallMap, type Handlers, type MethodOf } from "./calls.ts";
import type { CompareCalls } from "./compare.ts";
import type { CurvesCalls } from "./curves.ts";
import type { DashboardCalls } from "./dashboard.ts";
import type { ReportCalls } from "./report.ts";
import type { TrialCalls } from "./trial.ts";

/**
 * What a page's call does:
 * - `looks`: answers from what was recorded, or shows something in the editor;
 * - `writes`: changes a run, notes or a file;
 * - `starts`: starts or steers a process;
 * - `renders`: has the viewer run a checkpoint's networks or read the data that run.json names, wherever they lie.
 */
export type CallKind = "looks" | "writes" | "starts" | "renders";

export type CallKinds<Calls extends CallMap<Calls>> = {
  readonly [M in MethodOf<Calls>]: CallKind | ((params: Calls[M]["params"]) => CallKind);
};

/** Why something is refused while the workspace is not trusted. */
export const untrusted: Readonly<Record<Exclude<CallKind, "looks">, string>> = {
  writes: "this workspace is not trusted: its runs can be looked at, nothing is written",
  starts: "this workspace is not trusted: its runs can be looked at, not trained or steered",
  renders: "trust this workspace to see this: it is rendered from the run's networks and data",
};

/** The same handlers, which only look while the workspace is not trusted; other calls reject with "untrusted". */
export function whileTrusted<Calls extends CallMap<Calls>>(
  kinds: CallKinds<Calls>,
  handlers: Handlers<Calls>,
  isTrusted: () => boolean,
): Handlers<Calls> {
  const guarded = <M extends MethodOf<Calls>>(method: M): Handlers<Calls>[M] => {
    const of: CallKind | ((params: Calls[M]["params"]) => CallKind) = kinds[method];
    return async (params, signal) => {
      const kind = typeof of === "function" ? of(params) : of;
      if (kind !== "looks" && !isTrusted()) throw new CallError("untrusted", untrusted[kind]);
      return handlers[method](params, signal);
    };
  };
  const methods = Object.keys(handlers) as MethodOf<Calls>[];
  // TypeScript does not follow each method to its own handler.
  return Object.fromEntries(methods.map(method => [method, guarded(method)])) as Handlers<Calls>;
}

export const dashboardCallKinds: CallKinds<DashboardCalls> = {
  "stream/start": "looks",
  "curves/window": "looks",
  "curves/parent": "looks",
  "curves/at": "looks",
  "curves/table": "looks",
  "curves/save": "writes",
  "samples/at": "looks",
  "samples/images": "looks",
  "samples/save": "writes",
  "data/real": "renders",
  "data/images": "renders",
  "data/nearest": "renders",
  "discriminator/map": "renders",
  "latent/path": "renders",
  "latent/map": "renders",
  "latent/outputs": "renders",
  "latent/imagePath": "renders",
  "latent/imageMap": "renders",
  "latent/neighbours": "renders",
  "latent/classShares": "renders",
  "knob/set": "starts",
  "run/control": "starts",
  "run/resume": "starts",
  "run/repeat": "starts",
  "run/branch": "starts",
  "run/tryWeights": "starts",
  "run/saveAsExperiment": "writes",
  "notes/star": "writes",
  "notes/add": "writes",
  "notes/edit": "writes",
  "host/open": ({ what }) => {
    switch (what) {
      case "tensorboard":
        return "starts";
      // Where there is no such file it makes one.
      case "experiment":
        return "writes";
      case "folder":
      case "log":
      case "compare":
      case "parent":
      case "trial":
        return "looks";
      default:
        return what satisfies never;
    }
  },
  "host/save": "writes",
  "host/copy": "looks",
};

export const compareCallKinds: CallKinds<CompareCalls> = {
  "compare/start": "looks",
  "samples/at": "looks",
  "samples/images": "looks",
  "data/real": "renders",
  "data/nearest": "renders",
  "latent/path": "renders",
  "latent/outputs": "renders",
  "latent/imagePath": "renders",
  "latent/neighbours": "renders",
  "measures/seeds": "looks",
  "runs/add": "looks",
  "runs/remove": "looks",
  "runs/move": "looks",
  "runs/open": "looks",
  "host/save": "writes",
  "host/saveMarkdown": "writes",
};

export const trialCallKinds: CallKinds<TrialCalls> = {
  "trial/start": "looks",
  "samples/at": "looks",
  "samples/images": "looks",
  "data/real": "renders",
  "trial/adopt": "starts",
  "trial/goOn": "starts",
  "trial/moreSeeds": "starts",
  "trial/stop": "starts",
  "trial/resume": "starts",
  "runs/open": "looks",
  "runs/openParent": "looks",
  "runs/compare": "looks",
};

export const reportCallKinds: CallKinds<ReportCalls> = {
  "report/start": "looks",
  "samples/newest": "looks",
  "data/real": "renders",
  "run/open": "looks",
  "runs/compare": "looks",
  "sweep/run": "starts",
  "sweep/cancel": "starts",
  "sweep/log": "looks",
  "report/save": "writes",
  "host/copy": "looks",
};

export const curvesCallKinds: CallKinds<CurvesCalls> = {
  "curves/start": "looks",
  "curves/window": "looks",
  "curves/table": "looks",
  "curves/save": "writes",
  "pictures/at": "looks",
  "sources/add": "looks",
  "sources/remove": "looks",
  "sources/open": "looks",
  "host/save": "writes",
  "host/copy": "looks",
};
