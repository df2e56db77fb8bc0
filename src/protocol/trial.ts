import type { RequestOutcome } from "./dashboard.ts";
import type { ProtocolVersion } from "./channel.ts";
import type { MeasureCurve, MeasureFacts } from "./compare.ts";
import type { ShownState } from "./dashboard-state.ts";
import type { ImageStack } from "./image-views.ts";
import type { PointCloud, Scene } from "./pictures.ts";
import type { Wire } from "./wire.ts";

/**
 * What the page of a trial (a webview) and its host say to each other. The webview calls, the host serves, and sends the
 * whole state whenever something is new; samples are asked for apart from it.
 */
export const trialProtocol: ProtocolVersion = { protocol: "pairing-lab trial", version: 1 };

/** As many branches as a trial may have. */
export const MOST_TRIED = 100;

export const certainties = ["shown", "hinted", "open", "few seeds"] as const;
export const triedAspects = ["coverage", "precision", "collapse"] as const;

/** One branch of the trial. */
export interface TrialRun {
  readonly folder: string;
  readonly id: string;
  readonly weight: number;
  readonly seed: number;
  readonly state: ShownState;
  readonly step: number;
  readonly notFinite: boolean;
  /** Whether it waits for another run to end. */
  readonly waiting: boolean;
  /** Steps that have samples; ascending. */
  readonly samples: readonly number[];
  /** From a little before the fork on. */
  readonly measures: readonly MeasureCurve[];
  /** Why it failed, or why its folder cannot be read; null where all is well. */
  readonly trouble: string | null;
}

/** A weight's measure over the seeds that reached the last step. Half widths are of 95 % intervals. */
export interface TrialCell {
  readonly tag: string;
  readonly mean: number;
  readonly halfWidth: number | null;
  readonly count: number;
  /** To the baseline, by seed; null for the baseline, and where there is no pair. */
  readonly difference: {
    readonly mean: number;
    readonly halfWidth: number | null;
    readonly count: number;
    readonly better: boolean | null;
    /** Null for measures that are not judged. */
    readonly certainty: (typeof certainties)[number] | null;
  } | null;
}

export interface TrialWeight {
  readonly weight: number;
  readonly cells: readonly TrialCell[];
  /** Measures without a value in `seeds` of the `of` branches that reached the last step. */
  readonly undefined: readonly { readonly tag: string; readonly seeds: number; readonly of: number }[];
}

export interface TrialVerdict {
  readonly ground: string;
  readonly findings: readonly {
    readonly aspect: (typeof triedAspects)[number];
    readonly text: string;
    readonly weight: number | null;
    readonly certainty: (typeof certainties)[number];
  }[];
  readonly notes: readonly string[];
}

export interface TrialState {
  readonly id: string;
  readonly parent: {
    readonly folder: string;
    readonly name: string;
    readonly seed: number;
    readonly state: ShownState;
    readonly step: number;
    /** The weight that it trains with now. */
    readonly weight: number;
  };
  readonly domain: "points" | "images";
  /** The checkpoint's step, and the one at which the branches are compared. */
  readonly from: number;
  readonly until: number;
  /** The weight that the parent had at the checkpoint. */
  readonly baseline: number;
  /** Ascending. */
  readonly weights: readonly TrialWeight[];
  readonly seeds: readonly number[];
  readonly runs: readonly TrialRun[];
  /** What is measured, in the order of the rows. */
  readonly measures: readonly MeasureFacts[];
  readonly verdict: TrialVerdict;
  /** Why something cannot be done now; null where it can. */
  readonly actions: {
    readonly adopt: string | null;
    readonly moreSeeds: string | null;
    readonly stop: string | null;
    readonly resume: string | null;
    readonly goOn: string | null;
  };
}

export type TrialPacket = Wire | { readonly kind: "trial"; readonly state: TrialState };

interface Call<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

/** `run`: the folder of a branch of the trial. */
interface OfRun {
  readonly run: string;
}

export interface TrialCalls {
  /** Asks for the state, now and whenever something is new. */
  readonly "trial/start": Call<null, null>;

  /** The probe latents' outputs recorded at the newest step at or before this one. */
  readonly "samples/at": Call<
    OfRun & { readonly step: number },
    { readonly step: number; readonly samples: PointCloud }
  >;
  /** The same of a run whose samples are images. */
  readonly "samples/images": Call<
    OfRun & { readonly step: number },
    { readonly step: number; readonly images: ImageStack }
  >;
  readonly "data/real": Call<OfRun & { readonly count: number }, Scene>;

  /** Sets the weight in the parent, on record. */
  readonly "trial/adopt": Call<{ readonly weight: number }, RequestOutcome>;
  /** Trains on from a branch's last checkpoint, as a new run. False when the user thought better of it. */
  readonly "trial/goOn": Call<OfRun, { readonly started: boolean }>;
  /** Asks how many more seeds, and trains them. */
  readonly "trial/moreSeeds": Call<null, { readonly started: boolean }>;
  /** Stops the branches that train and takes out those that wait. */
  readonly "trial/stop": Call<null, null>;
  /** Trains the branches that were stopped or lost. */
  readonly "trial/resume": Call<null, null>;

  readonly "runs/open": Call<OfRun, null>;
  readonly "runs/openParent": Call<null, null>;
  /** Puts branches side by side. */
  readonly "runs/compare": Call<{ readonly runs: readonly string[] }, null>;
}
