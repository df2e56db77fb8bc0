import type { ProtocolVersion } from "./channel.ts";
import type { DashboardItem, DashboardState } from "./dashboard-state.ts";
import type { ImageCalls } from "./image-calls.ts";
import type { ImageStack } from "./image-views.ts";
import type { Update } from "./stream.ts";
import type { LatentMap, LatentPath, PathKind, PointCloud, Rectangle, Scene, ScoreMap } from "./pictures.ts";
import type { Wire } from "./wire.ts";

export type {
  ClassFacts,
  LatentMap,
  LatentPath,
  ModeFacts,
  NearestModes,
  PointCloud,
  Rectangle,
  Scene,
  ScoreMap,
} from "./pictures.ts";

/**
 * What a run's dashboard (a webview) and its host say to each other. The webview calls (`Caller<DashboardCalls>`), the
 * host serves and streams. Everything numeric travels as typed arrays that fill their ArrayBuffers.
 */
export const dashboardProtocol: ProtocolVersion = { protocol: "pairing-lab dashboard", version: 1 };

export type DashboardUpdate = Update<DashboardState, DashboardItem>;

/** From host to webview: replies to calls, and the stream. From webview to host: only `Wire`. */
export type HostPacket = Wire | { readonly kind: "stream"; readonly update: DashboardUpdate };

/**
 * A curve between two steps at a resolution: points of the curve itself, never invented ones. A point whose value is NaN is
 * a gap: at that step there was no value, and no line goes over it.
 */
export interface CurveWindow {
  readonly tag: string;
  /** How many points the curve had when this was made: points of the stream from this number on are newer. */
  readonly count: number;
  /**
   * By step: where a bucket holds many points, its smallest and largest one, and where a gap begins, the last value before
   * it. The nearest points outside come with them, so that a line runs to the edges.
   */
  readonly steps: Float64Array;
  readonly values: Float32Array;
  /** Whether every point between the two steps is there. */
  readonly exact: boolean;
  /**
   * The exponential moving average of all recorded points (TensorBoard's, with its start corrected), one point a
   * bucket. Empty where no smoothing was asked for.
   */
  readonly smoothedSteps: Float64Array;
  readonly smoothed: Float32Array;
  /** How many values stand at the curve's end without a gap: what its average is over. 0 where it ends with a gap. */
  readonly unbroken: number;
}

export interface CurveQuery {
  readonly tags: readonly string[];
  /** Ends included. */
  readonly from: number;
  readonly to: number;
  /** Pixels: at most two points each. From 1 to 8192. */
  readonly buckets: number;
  /** Whether buckets are equal in steps or in the logarithm of steps. */
  readonly scale: "linear" | "log";
  /** Weight of what came before, from 0 (none) to 0.999. */
  readonly smoothing: number;
}

/** Which step is shown, for what is rendered from a checkpoint: the newest one at or before it serves, and is named. */
export interface AtStep {
  readonly step: number;
}

/** What became of a request; journal.ndjson has the same. */
export type RequestOutcome =
  { readonly kind: "applied"; readonly step: number } | { readonly kind: "refused"; readonly reason: string };

/** A table of curves for reading: rows at recorded steps, NaN where a curve has no point at one. */
export interface CurveTable {
  readonly steps: Float64Array;
  readonly columns: readonly { readonly tag: string; readonly values: Float32Array }[];
  /** How many rows there are in all; more than `steps.length` when they were thinned evenly. */
  readonly total: number;
}

/** Parts of the workbench that a dashboard may open for its run; the host knows how. */
export const openableThings = [
  "tensorboard",
  "folder",
  "log",
  "experiment",
  "compare",
  "parent",
  "trial",
  "note",
  "tags",
] as const;
export type Openable = (typeof openableThings)[number];

/** What a webview may hand over to be saved as a file. */
export const savedKinds = ["png", "svg", "csv", "jsonl", "gif", "apng", "npy", "zip"] as const;
export type SavedKind = (typeof savedKinds)[number];

/** A measure over the seeds of an experiment. NaN: not every seed that was measured at that step has a value, or too few were. */
export interface SeedBand {
  readonly tag: string;
  readonly steps: Float64Array;
  readonly mean: Float64Array;
  /** Half the 95 % interval of the mean (Student's t); NaN where the values do not differ too. */
  readonly halfWidth: Float64Array;
}

interface Call<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

export interface DashboardCalls extends ImageCalls {
  /** Starts the stream, or starts it again after a gap: a snapshot of the next generation follows. */
  readonly "stream/start": Call<null, null>;

  readonly "curves/window": Call<
    CurveQuery,
    {
      /** Of the stream: points counted under another generation do not belong to these. */
      readonly generation: number;
      readonly windows: readonly CurveWindow[];
    }
  >;
  /** How the parent of a branch went on from the fork; nothing of a run that is no branch, or whose parent is gone. */
  readonly "curves/parent": Call<CurveQuery, { readonly windows: readonly CurveWindow[] }>;
  /** What the seeds of the run's experiment measured, up to a step: `says` has their number, or why there is no band. */
  readonly "curves/seeds": Call<
    { readonly tags: readonly string[]; readonly to: number },
    { readonly says: string; readonly bands: readonly SeedBand[] }
  >;
  /** The newest recorded point at or before a step, raw and smoothed, for labels at a cursor. NaN where there is none, or a gap. */
  readonly "curves/at": Call<
    { readonly tags: readonly string[]; readonly step: number; readonly smoothing: number },
    { readonly steps: Float64Array; readonly values: Float32Array; readonly smoothed: Float32Array }
  >;
  readonly "curves/table": Call<
    { readonly tags: readonly string[]; readonly from: number; readonly to: number; readonly most: number },
    CurveTable
  >;
  /** Saves every recorded point between two steps as CSV where the user chooses; false when the user chose none. */
  readonly "curves/save": Call<
    { readonly tags: readonly string[]; readonly from: number; readonly to: number },
    { readonly saved: boolean }
  >;

  /** The probe latents' outputs recorded at the newest step at or before this one. */
  readonly "samples/at": Call<AtStep, { readonly step: number; readonly samples: PointCloud }>;
  /** The same of a run whose samples are images. */
  readonly "samples/images": Call<AtStep, { readonly step: number; readonly images: ImageStack }>;
  /** Which of the data's classes each recorded point is of; empty where that is not told. */
  readonly "samples/classes": Call<AtStep, { readonly step: number; readonly of: Uint16Array }>;
  /** Saves the recorded .npy of that step where the user chooses. */
  readonly "samples/save": Call<AtStep, { readonly saved: boolean }>;
  /** Held-out real samples and, where known, the modes or classes. */
  readonly "data/real": Call<{ readonly count: number }, Scene>;

  readonly "discriminator/map": Call<
    AtStep & { readonly rectangle: Rectangle; readonly columns: number; readonly rows: number },
    ScoreMap
  >;
  readonly "latent/path": Call<
    AtStep & {
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly path: PathKind;
    },
    LatentPath
  >;
  readonly "latent/map": Call<
    AtStep & {
      readonly columns: number;
      readonly rows: number;
      /** The probe latents whose plane is shown where the latent has more than two dimensions. */
      readonly from: number;
      readonly to: number;
    },
    LatentMap
  >;
  /** Outputs for given latents [rows, latent size]. */
  readonly "latent/outputs": Call<
    AtStep & { readonly latents: Float32Array },
    { readonly step: number; readonly samples: PointCloud }
  >;

  /** Records a request and waits for what became of it. */
  readonly "knob/set": Call<{ readonly key: string; readonly value: number }, RequestOutcome>;
  /** `resume` goes on with a paused run. */
  readonly "run/control": Call<{ readonly do: "pause" | "resume" | "checkpoint" | "stop" }, RequestOutcome>;
  /** Starts a trainer again from the last checkpoint of a run that ended or was lost. */
  readonly "run/resume": Call<null, null>;
  /** Trains the same experiment again as a new run. False when the user thought better of it. */
  readonly "run/repeat": Call<null, { readonly started: boolean }>;
  /** Trains a run that has ended up to a later step, for which the host asks. False when the user thought better of it. */
  readonly "run/extend": Call<null, { readonly started: boolean }>;
  /**
   * A new run from a checkpoint (the newest at or before the step; null: one that the run writes now), with these
   * knobs; with null the host asks which shall be others. False when the user thought better of it.
   */
  readonly "run/branch": Call<
    {
      readonly step: number | null;
      readonly knobs: readonly { readonly key: string; readonly value: number }[] | null;
    },
    { readonly started: boolean }
  >;
  /**
   * Tries several pairing weights side by side from a checkpoint (as `run/branch` takes it). False when the user thought
   * better of it.
   */
  readonly "run/tryWeights": Call<{ readonly step: number | null }, { readonly started: boolean }>;
  /** Opens a new experiment file in which this run's live changes are a schedule. */
  readonly "run/saveAsExperiment": Call<null, null>;

  readonly "notes/star": Call<{ readonly star: boolean }, null>;
  /** Why the checkpoint of a step stays if the run is thinned now; nothing: it goes. */
  readonly "checkpoint/why": Call<{ readonly step: number }, { readonly because: readonly string[] }>;
  /** Keeps the checkpoint of a step whatever thinning says, or lets it go again. */
  readonly "notes/pin": Call<{ readonly step: number; readonly pinned: boolean }, null>;
  readonly "notes/add": Call<{ readonly step: number; readonly text: string }, { readonly id: string }>;
  /** An empty text removes it. */
  readonly "notes/edit": Call<{ readonly id: string; readonly text: string }, null>;

  readonly "host/open": Call<{ readonly what: Openable }, null>;
  /** Saves bytes where the user chooses; `name` is a proposal without folders. */
  readonly "host/save": Call<
    { readonly name: string; readonly kind: SavedKind; readonly bytes: Uint8Array },
    { readonly saved: boolean }
  >;
  readonly "host/copy": Call<{ readonly text: string }, null>;
}
