import type { ProtocolVersion } from "./channel.ts";
import type { ShownState } from "./dashboard-state.ts";
import type { LatentMap } from "./dashboard.ts";
import type { ImageMap, ImagePath, ImageStack } from "./image-views.ts";
import type { LatentPath, PathKind, PointCloud, Scene } from "./pictures.ts";
import type { Update } from "./stream.ts";
import type { Wire } from "./wire.ts";

/**
 * What the report of a sweep (a webview) and its host say to each other. The webview calls, the host serves, and streams
 * a snapshot and then what has changed: while a sweep trains that is one configuration at a time.
 */
export const reportProtocol: ProtocolVersion = { protocol: "pairing-lab report", version: 2 };

/** As `sweeps` limits what it reads. */
export const reportLimits = { axes: 16, values: 1000, seeds: 1000, arms: 10_000, measures: 100 } as const;

/** What a run is to its sweep. */
export const standings = ["open", "live", "done", "failed", "hopeless", "stopped"] as const;

export interface ReportAxis {
  /** A key path of the experiment. */
  readonly key: string;
  /** One for each value, in their order. */
  readonly labels: readonly string[];
  /** Where each value stands, from 0 to 1: by its size, or side by side where the values are names. */
  readonly places: readonly number[];
  readonly kind: "linear" | "log" | "names";
  /** Whether the first place is a 0 apart from a logarithmic axis. */
  readonly gap: boolean;
}

export interface ReportMeasure {
  readonly tag: string;
  readonly title: string;
  readonly description: string;
  readonly better: "higher" | "lower" | "one" | "none";
  /** From where to where a chart of it reaches. */
  readonly low: number;
  readonly high: number;
  /** The configuration with the best mean; null where none is better or worse, or all are equal. */
  readonly best: string | null;
  /** Whether Pareto-best is judged by it. */
  readonly pareto: boolean;
  /** What may be tried next by it, at most one for each axis. */
  readonly next: readonly ReportNext[];
}

/** Values of an axis that may be tried next. */
export interface ReportNext {
  /** Index of the axis. */
  readonly axis: number;
  /** What there is to say: the warning that the best is at the edge, where it is, and the edit that tries them. */
  readonly lines: readonly string[];
  /** "2 and 20" */
  readonly values: string;
}

/** What the report says of the sweep as a whole. */
export interface ReportHead {
  /** "6 configurations × 4 seeds: 23 of 24 runs done, 1 failed" */
  readonly progress: string;
  /** What the figures allow to say, and what not. */
  readonly findings: readonly string[];
  readonly planned: number;
  readonly done: number;
  readonly training: number;
  readonly failed: number;
  /** Whether somebody trains the sweep. */
  readonly sweeping: boolean;
  /** Why its last start ended as a whole; null where it did not. */
  readonly failure: string | null;
  readonly trusted: boolean;
  readonly measures: readonly ReportMeasure[];
  /** The measure that the best is judged by where nobody chose another; null where none has a better side. */
  readonly by: string | null;
  /** What the charts show: means with intervals, or why without. */
  readonly means: string;
  /** What a star beside a difference says, and over how many comparisons. */
  readonly star: string;
}

/** What does not change as long as a sweep stays itself. */
export interface ReportPlan {
  readonly folder: string;
  readonly name: string;
  /** Of the experiment that is varied. */
  readonly experiment: string;
  readonly axes: readonly ReportAxis[];
  readonly seeds: readonly number[];
  /** Configurations that differ in the question's axis alone, by the values of the other axes; [""] where there are none. */
  readonly series: readonly string[];
  /** Index of the axis that the charts go along; null where nothing is varied. */
  readonly question: number | null;
  /** For each axis the index of the value that the baseline has; null: each configuration's own. */
  readonly baseline: readonly (number | null)[];
}

export interface ReportRun {
  readonly folder: string;
  readonly id: string;
  readonly seed: number;
  readonly state: ShownState;
  readonly standing: (typeof standings)[number];
  readonly step: number;
  readonly steps: number;
  readonly message: string;
}

export interface ReportDifference {
  readonly mean: number;
  readonly halfWidth: number | null;
  /** How many seeds are done in both. */
  readonly pairs: number;
  /** Corrected for all comparisons; null for fewer than three pairs. */
  readonly p: number | null;
  readonly significant: boolean;
}

/** A measure of one configuration, over the seeds whose runs are done. */
export interface ReportCell {
  /** Over the seeds that have a value; null where none has. */
  readonly mean: number | null;
  /** Half the 95 % interval; null for fewer than three seeds, and for equal values. */
  readonly halfWidth: number | null;
  /** One for each seed of the plan; null where its run is not done, or has no value. */
  readonly values: readonly (number | null)[];
  /** In how many of the seeds that are done it is undefined, in words, and why: its mean is no fair value then. Null: in none. */
  readonly undefined: { readonly words: string; readonly reason: string } | null;
  /** To the baseline; null for the baseline itself, where no seed is done in both, and where one of either is undefined. */
  readonly difference: ReportDifference | null;
}

/** One configuration. */
export interface ReportArm {
  readonly key: string;
  /** For each axis the index of its value; null where the value changes nothing, so that it stands for all of them. */
  readonly point: readonly (number | null)[];
  /** The one it is compared with. */
  readonly baseline: string;
  /** Indices of the series it belongs to, one at least. */
  readonly series: readonly number[];
  readonly pareto: boolean;
  readonly runs: readonly ReportRun[];
  /** One for each measure. */
  readonly cells: readonly ReportCell[];
}

export interface ReportState {
  readonly plan: ReportPlan;
  readonly head: ReportHead;
  /** In the order of the plan: the last axis varies fastest. */
  readonly arms: readonly ReportArm[];
}

export type ReportItem =
  { readonly kind: "head"; readonly head: ReportHead } | { readonly kind: "arm"; readonly arm: ReportArm };

export type ReportUpdate = Update<ReportState, ReportItem>;
export type ReportPacket = Wire | { readonly kind: "report"; readonly update: ReportUpdate };

/** The steps that a run has samples of, and those it can be rendered at, ascending. */
export interface KeptSteps {
  readonly run: string;
  readonly samples: readonly number[];
  readonly checkpoints: readonly number[];
  /** Why they cannot be looked at; null where they can. */
  readonly trouble: string | null;
}

/** Samples of a run at a step, the first of its probe latents. */
export interface ReportSamples {
  readonly step: number;
  readonly points: PointCloud | null;
  readonly images: ImageStack | null;
}

export const exportKinds = ["csv", "svg", "md"] as const;
export type ExportKind = (typeof exportKinds)[number];

interface Probes {
  readonly run: string;
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

interface Call<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

export interface ReportCalls {
  /**
   * Asks for a snapshot, and then for updates, with everything compared with these values: an index on each axis (null:
   * each configuration's own); null: as the sweep says.
   */
  readonly "report/start": Call<readonly (number | null)[] | null, null>;
  /** `run`: the folder of one of the sweep's runs. */
  readonly "samples/newest": Call<{ readonly run: string }, ReportSamples>;
  /** What these runs of the sweep have kept. */
  readonly "samples/steps": Call<
    { readonly runs: readonly string[] },
    { readonly runs: readonly KeptSteps[] }
  >;
  /** The samples of this very step, as many as a larger picture shows. */
  readonly "samples/at": Call<{ readonly run: string; readonly step: number }, ReportSamples>;
  /** What the viewer renders of a checkpoint. */
  readonly "latent/map": Call<Probes & { readonly columns: number; readonly rows: number }, LatentMap>;
  readonly "latent/path": Call<Probes & { readonly count: number; readonly path: PathKind }, LatentPath>;
  readonly "latent/imageMap": Call<
    Probes & {
      readonly third: number;
      readonly columns: number;
      readonly rows: number;
      readonly images: boolean;
    },
    ImageMap
  >;
  readonly "latent/imagePath": Call<
    Probes & { readonly count: number; readonly path: PathKind; readonly classes: boolean },
    ImagePath
  >;
  /** Real samples and the data's modes, for the frame of points. */
  readonly "data/real": Call<{ readonly run: string; readonly count: number }, Scene>;
  readonly "run/open": Call<{ readonly run: string }, null>;
  readonly "runs/compare": Call<{ readonly runs: readonly string[] }, null>;
  /** Starts the sweep again, or goes on with what is missing; false when the user thought better of it. */
  readonly "sweep/run": Call<null, { readonly started: boolean }>;
  readonly "sweep/cancel": Call<null, null>;
  /** Writes the values to try next by a measure into the sweep's file, which is opened and not saved. */
  readonly "sweep/addValues": Call<
    { readonly tag: string; readonly axis: number },
    { readonly added: boolean }
  >;
  readonly "sweep/log": Call<null, null>;
  /** `by`: the measure that the best is judged by. */
  readonly "report/save": Call<
    { readonly kind: ExportKind; readonly by: string | null },
    { readonly saved: boolean }
  >;
  readonly "host/copy": Call<{ readonly text: string }, null>;
}
