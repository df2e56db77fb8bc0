import type { ProtocolVersion } from "./channel.ts";
import type { CurveFacts, EvaluationFacts, ShownState } from "./dashboard-state.ts";
import type { ViewerImageCalls } from "./image-calls.ts";
import type { ImageStack } from "./image-views.ts";
import type { UnreadFolder } from "./page-protocol.ts";
import type { LatentPath, PathKind, PointCloud, Scene } from "./pictures.ts";
import type { Update } from "./stream.ts";
import type { Wire } from "./wire.ts";

/**
 * What the side-by-side viewer (a webview) and its host say to each other. The webview calls, the host serves, and
 * sends a snapshot and then what is new; samples are asked for apart from it.
 */
export const compareProtocol: ProtocolVersion = { protocol: "pairing-lab compare", version: 1 };

/** As many runs as are compared at once. */
export const MOST_COMPARED = 4;

/** A recorded measure, every point of it; steps ascending. NaN at an evaluation that found no value. */
export interface MeasureCurve {
  readonly tag: string;
  readonly steps: Float64Array;
  readonly values: Float32Array;
}

/** A knob's change while the run trained; it holds from the step after this one. */
export interface RecordedChange {
  readonly step: number;
  readonly key: string;
  readonly to: number;
}

/** What may be another at any moment. */
export interface RunStanding {
  /** What the researcher calls it. */
  readonly name: string;
  readonly state: ShownState;
  readonly step: number;
  readonly steps: number;
  readonly lastEvaluation: EvaluationFacts | null;
  /** Why its folder cannot be read at the moment; null when it can. */
  readonly trouble: string | null;
}

export interface ComparedRun extends RunStanding {
  readonly folder: string;
  readonly id: string;
  readonly seed: number;
  readonly parent: { readonly step: number } | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly domain: "points" | "images";
  readonly latentSize: number;
  /** As resolved, every key present. */
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly changes: readonly RecordedChange[];
  /** Steps that have samples, and steps that have a checkpoint; ascending. */
  readonly samples: readonly number[];
  readonly checkpoints: readonly number[];
  readonly measures: readonly MeasureCurve[];
}

export type MeasureFacts = Pick<CurveFacts, "tag" | "title" | "description" | "unit" | "better">;

export interface CompareState {
  /** In the order of the columns. */
  readonly runs: readonly ComparedRun[];
  /** All that the page is about, also what cannot be read. */
  readonly folders: readonly string[];
  readonly unread: readonly UnreadFolder[];
  /** What is measured, in the order of the rows. */
  readonly measures: readonly MeasureFacts[];
}

/** What is new of one run, by its folder. Other columns, and what was recorded and is no more, come with a snapshot. */
export type CompareItem = { readonly run: string } & (
  | { readonly kind: "standing"; readonly standing: RunStanding }
  | { readonly kind: "changes"; readonly changes: readonly RecordedChange[] }
  | {
      readonly kind: "steps";
      readonly of: "samples" | "checkpoints";
      readonly added: readonly number[];
      readonly removed: readonly number[];
    }
  /** Points after those that are there, of a measure that may be new. */
  | { readonly kind: "points"; readonly curve: MeasureCurve }
);

export type CompareUpdate = Update<CompareState, CompareItem>;
export type ComparePacket = Wire | { readonly kind: "compared"; readonly update: CompareUpdate };

/** How a difference to the baseline got its interval. */
export const differenceMethods = ["paired", "welch"] as const;
export type DifferenceMethod = (typeof differenceMethods)[number];

/** One measure over the seeds of a run's experiment; half widths are those of 95 % intervals by Student's t. */
export interface SeedRow {
  readonly tag: string;
  readonly mean: number;
  /** Null of fewer than three seeds, and of equal values. */
  readonly halfWidth: number | null;
  /** Null where there is no interval. */
  readonly difference: { readonly mean: number; readonly halfWidth: number } | null;
}

/** What the seeds of a compared run's experiment, its own among them, measured at the step that its column shows. */
export interface MeasuredSeeds {
  readonly run: string;
  /** Ascending. */
  readonly seeds: readonly number[];
  /** Null for the baseline, and where there are no intervals. */
  readonly method: DifferenceMethod | null;
  /** How many seeds both have. */
  readonly pairs: number;
  /** Why there are no intervals, or none of some measures, for people; null where all have one. */
  readonly why: string | null;
  readonly rows: readonly SeedRow[];
}

/** What is asked about runs whose samples are images, as the viewer takes it. */
export const comparedImageCalls = ["latent/imagePath", "latent/neighbours", "data/nearest"] as const;
export type ComparedImageCall = (typeof comparedImageCalls)[number];

interface Call<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

/** `run`: the folder of a compared run. */
interface OfRun {
  readonly run: string;
}
interface OfRunAtStep extends OfRun {
  readonly step: number;
}

export interface CompareCalls extends Pick<ViewerImageCalls, ComparedImageCall> {
  /** Asks for a snapshot and what is new from then on; again after a gap. */
  readonly "compare/start": Call<null, null>;

  /** The probe latents' outputs recorded at the newest step at or before this one. */
  readonly "samples/at": Call<OfRunAtStep, { readonly step: number; readonly samples: PointCloud }>;
  /** The same of a run whose samples are images. */
  readonly "samples/images": Call<OfRunAtStep, { readonly step: number; readonly images: ImageStack }>;
  readonly "data/real": Call<OfRun & { readonly count: number }, Scene>;
  readonly "latent/path": Call<
    OfRunAtStep & {
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly path: PathKind;
    },
    LatentPath
  >;
  readonly "latent/outputs": Call<
    OfRunAtStep & { readonly latents: Float32Array },
    { readonly step: number; readonly samples: PointCloud }
  >;

  /** What other seeds of the compared experiments say, each column at its own step, against the baseline's. */
  readonly "measures/seeds": Call<
    { readonly columns: readonly OfRunAtStep[]; readonly baseline: string },
    { readonly columns: readonly MeasuredSeeds[] }
  >;

  /** Lets the user pick further runs; false when none was picked. */
  readonly "runs/add": Call<null, { readonly added: boolean }>;
  readonly "runs/remove": Call<OfRun, null>;
  /** Moves a column to another place, from 0. */
  readonly "runs/move": Call<OfRun & { readonly to: number }, null>;
  readonly "runs/open": Call<OfRun, null>;

  readonly "host/save": Call<
    { readonly name: string; readonly bytes: Uint8Array },
    { readonly saved: boolean }
  >;
  /** Writes a Markdown file and the picture beside it; `{picture}` in the text stands for the picture's file name. */
  readonly "host/saveMarkdown": Call<
    { readonly name: string; readonly text: string; readonly picture: Uint8Array },
    { readonly saved: boolean }
  >;
}
