import type { ParamReaders } from "./calls.ts";
import type { ProtocolVersion } from "./channel.ts";
import { withRun, type ViewerImageCalls } from "./image-calls.ts";
import {
  pathKinds,
  type LatentMap,
  type LatentPath,
  type PathKind,
  type PointCloud,
  type Rectangle,
  type Scene,
  type ScoreMap,
} from "./pictures.ts";
export { pathKinds, type PathKind } from "./pictures.ts";
import { paramReaders } from "./shape-readers.ts";
import { choice, fields, floats, integer, number, oneOf, text, where, type Shape } from "./shapes.ts";

/** What the viewer process does for whoever started it: the terminal command, the extension. */

export const viewerProtocol: ProtocolVersion = { protocol: "pairing-lab viewer", version: 1 };

/** A run's folder (absolute path), and one of its checkpoints: a step, or the last one there is. */
export interface CheckpointChoice {
  readonly run: string;
  readonly step: number | "last";
}

/** A run's folder, and a step: the newest checkpoint at or before it serves. */
export interface RunAtStep {
  readonly run: string;
  readonly step: number;
}

/** Which latents to render. `probe` ones are those of the run's `samples/`; `random` ones depend on the seed. */
export type LatentChoice =
  | { readonly kind: "probe"; readonly count: number }
  | { readonly kind: "random"; readonly seed: number; readonly count: number }
  /** Row-major [data.length / size, size]; every number finite. */
  | { readonly kind: "given"; readonly size: number; readonly data: Float32Array };

/** A row-major float32 array: samples are [n, dims] in the data's own units, latents [n, size]. */
export interface Rows {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Rendering {
  /** The checkpoint's step. */
  readonly step: number;
  readonly latents: Rows;
  readonly samples: Rows;
}

export interface Interpolation extends Rendering {
  /** The position of each row on the path, from 0 (the first probe latent) to 1 (the second). */
  readonly t: readonly number[];
  /**
   * How fast the sample moves along the path: entry i is the distance from sample i to sample i + 1 over
   * t[i + 1] - t[i]. A jump stands out as a peak, a stretch where many latents give one sample as a floor near 0.
   */
  readonly moved: readonly number[];
}

export interface MeasuredCheckpoint {
  readonly step: number;
  /** By tag. */
  readonly values: Readonly<Record<string, number>>;
  /** Why a measure that the data have is without a value, by tag. */
  readonly undefined: Readonly<Record<string, string>>;
}

/** Samples of any other program, and the real ones beside which they are measured; absolute paths. */
export interface ForeignSamples {
  readonly real: string;
  readonly fake: string;
  /** A generator as an ONNX file, or a folder of pictures. */
  readonly kind: "model" | "folder";
  /** Of the generator's latents, which are drawn from this seed. */
  readonly latents: "normal" | "uniform";
  readonly seed: number;
  /** At most so many of each. */
  readonly samples: number;
  readonly neighbours: number;
  /** As evaluation.features of an experiment. */
  readonly features: string;
  /** What pictures of a folder are scaled to. */
  readonly size: number;
  readonly channels: 1 | 3;
}

export interface ForeignMeasures extends Omit<MeasuredCheckpoint, "step"> {
  /** How many of each were compared. */
  readonly samples: number;
  /** What was read of the real data. */
  readonly real: string;
  /** What people should know: pictures that were left out. */
  readonly notes: readonly string[];
}

export interface ViewerCalls extends ViewerImageCalls {
  /** Generator output for latents. */
  readonly render: {
    readonly params: CheckpointChoice & { readonly latents: LatentChoice };
    readonly result: Rendering;
  };
  /** `count` points, ends included, on the path between the probe latents numbered `from` and `to`. */
  readonly interpolate: {
    readonly params: CheckpointChoice & {
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly path: PathKind;
    };
    readonly result: Interpolation;
  };
  /** The measures of the contract's section 5 at a checkpoint, as an evaluation of the run takes them. */
  readonly evaluate: {
    readonly params: CheckpointChoice;
    readonly result: MeasuredCheckpoint;
  };
  /** The same measures, as far as they are defined, of samples that no run of ours made. */
  readonly evaluateForeign: {
    readonly params: ForeignSamples;
    readonly result: ForeignMeasures;
  };
  /** At most `count` held-out real samples of the run's data, in its own units. */
  readonly real: {
    readonly params: { readonly run: string; readonly count: number };
    readonly result: Rows;
  };
  /** At most `count` held-out real samples of a run whose data are points, and the data's modes or classes where they are known. */
  readonly scene: {
    readonly params: { readonly run: string; readonly count: number };
    readonly result: Scene;
  };
  /** The class of each recorded sample of this very step; empty where that is not told. */
  readonly sampleClasses: {
    readonly params: RunAtStep;
    readonly result: { readonly step: number; readonly of: Uint16Array };
  };
  /** The discriminator's outputs over a rectangle of data space. */
  readonly scoreMap: {
    readonly params: RunAtStep & {
      readonly rectangle: Rectangle;
      readonly columns: number;
      readonly rows: number;
    };
    readonly result: ScoreMap;
  };
  /** `count` points on the path between two probe latents, with the modes they come near to. */
  readonly path: {
    readonly params: RunAtStep & {
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly path: PathKind;
    };
    readonly result: LatentPath;
  };
  /** The generator over a plane of its latent space. */
  readonly latentMap: {
    readonly params: RunAtStep & {
      readonly columns: number;
      readonly rows: number;
      readonly from: number;
      readonly to: number;
    };
    readonly result: LatentMap;
  };
  /** Outputs for given latents [rows, latent size]. */
  readonly outputs: {
    readonly params: RunAtStep & { readonly latents: Float32Array };
    readonly result: { readonly step: number; readonly samples: PointCloud };
  };
}

/** The most rows one call renders, and the number of the last probe latent. */
export const MOST_ROWS = 1_000_000;
/** The most cells along one side of a map. */
export const MOST_CELLS = 1024;

const step = integer(0, Number.MAX_SAFE_INTEGER);
const run = { run: text(32_768) };
const count = integer(1, MOST_ROWS);
const isLast = choice(["last"]);
const checkpoint = {
  ...run,
  step: (value: unknown, place: string) => (value === "last" ? isLast(value, place) : step(value, place)),
};
const runAtStep = { ...run, step };
const grid = { columns: integer(1, MOST_CELLS), rows: integer(1, MOST_CELLS) };
const ends = { from: integer(0, MOST_ROWS - 1), to: integer(0, MOST_ROWS - 1) };
const path = { ...ends, count: integer(2, MOST_ROWS), path: choice(pathKinds) };

const latents: Shape<LatentChoice> = oneOf<LatentChoice>({
  probe: fields({ kind: choice(["probe"]), count }),
  random: fields({ kind: choice(["random"]), seed: step, count }),
  given: where(
    fields({ kind: choice(["given"]), size: integer(1, MOST_ROWS), data: floats(2 ** 31) }),
    ({ size, data: { length } }) => length > 0 && length % size === 0 && length / size <= MOST_ROWS,
    `1 to ${MOST_ROWS} rows of their size`,
  ),
});

const rectangle: Shape<Rectangle> = where(
  fields<Rectangle>({ x0: number(), x1: number(), y0: number(), y1: number() }),
  ({ x0, x1, y0, y1 }) => x1 > x0 && y1 > y0,
  "of x0 < x1 and y0 < y1",
);

export const viewerParamReaders: ParamReaders<ViewerCalls> = paramReaders<ViewerCalls>({
  "data/images": withRun("data/images"),
  "latent/imagePath": withRun("latent/imagePath"),
  "latent/imageMap": withRun("latent/imageMap"),
  "latent/neighbours": withRun("latent/neighbours"),
  "data/nearest": withRun("data/nearest"),
  "latent/classShares": withRun("latent/classShares"),
  render: fields({ ...checkpoint, latents }),
  interpolate: fields({ ...checkpoint, ...path }),
  evaluate: fields(checkpoint),
  evaluateForeign: fields<ForeignSamples>({
    real: text(32_768),
    fake: text(32_768),
    kind: choice(["model", "folder"]),
    latents: choice(["normal", "uniform"]),
    seed: step,
    samples: integer(2, MOST_ROWS),
    neighbours: count,
    features: text(32_768),
    size: integer(1, 256),
    channels: (value, place) => (integer(1, 3)(value, place) === 1 ? 1 : 3),
  }),
  real: fields({ ...run, count }),
  scene: fields({ ...run, count }),
  sampleClasses: fields(runAtStep),
  scoreMap: fields({ ...runAtStep, ...grid, rectangle }),
  path: fields({ ...runAtStep, ...path }),
  latentMap: fields({ ...runAtStep, ...grid, ...ends }),
  outputs: fields({ ...runAtStep, latents: floats(2 ** 31) }),
});
