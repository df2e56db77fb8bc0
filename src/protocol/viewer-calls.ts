import { CallError, type ParamReaders } from "./calls.ts";
import type { ProtocolVersion } from "./channel.ts";
import { readChoice, readFields, readFloats, readInteger, readText, type Fields } from "./param-readers.ts";

/** What the viewer process does for whoever started it: the terminal command, the extension. */

export const viewerProtocol: ProtocolVersion = { protocol: "pairing-lab viewer", version: 1 };

/** A run's folder (absolute path), and one of its checkpoints: a step, or the last one there is. */
export interface CheckpointChoice {
  readonly run: string;
  readonly step: number | "last";
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

export const pathKinds = ["slerp", "lerp"] as const;
export type PathKind = (typeof pathKinds)[number];

export interface Interpolation extends Rendering {
  /** The position of each row on the path, from 0 (the first probe latent) to 1 (the second). */
  readonly t: readonly number[];
  /**
   * How fast the sample moves along the path: entry i is the distance from sample i to sample i + 1 over
   * t[i + 1] - t[i]. A jump stands out as a peak, a stretch where many latents give one sample as a floor near 0.
   */
  readonly moved: readonly number[];
}

export interface ViewerCalls {
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
  /** The measures of the contract's section 5, by tag; those not defined for this data are left out. */
  readonly evaluate: {
    readonly params: CheckpointChoice;
    readonly result: { readonly step: number; readonly measures: Readonly<Record<string, number>> };
  };
  /** At most `count` held-out real samples of the run's data, in its own units. */
  readonly real: {
    readonly params: { readonly run: string; readonly count: number };
    readonly result: Rows;
  };
}

/** The most rows one call renders, and the number of the last probe latent. */
export const MOST_ROWS = 1_000_000;

function readCheckpoint(fields: Fields): CheckpointChoice {
  const step = fields["step"] === "last" ? "last" : readInteger(fields, "step", 0, Number.MAX_SAFE_INTEGER);
  return { run: readText(fields, "run"), step };
}

function readLatents(value: unknown): LatentChoice {
  const fields = readFields(value, "latents");
  const kind = readChoice(fields, "kind", ["probe", "random", "given"]);
  switch (kind) {
    case "probe":
      return { kind, count: readInteger(fields, "count", 1, MOST_ROWS) };
    case "random": {
      const seed = readInteger(fields, "seed", 0, Number.MAX_SAFE_INTEGER);
      return { kind, seed, count: readInteger(fields, "count", 1, MOST_ROWS) };
    }
    case "given": {
      const data = readFloats(fields, "data");
      const size = readInteger(fields, "size", 1, MOST_ROWS);
      if (data.length === 0 || data.length % size !== 0 || data.length / size > MOST_ROWS) {
        throw new CallError("invalid", `latents must be 1 to ${MOST_ROWS} rows of ${size} numbers`);
      }
      return { kind, size, data };
    }
    default:
      return kind satisfies never;
  }
}

export const viewerParamReaders: ParamReaders<ViewerCalls> = {
  render: value => {
    const fields = readFields(value, "parameters");
    return { ...readCheckpoint(fields), latents: readLatents(fields["latents"]) };
  },
  interpolate: value => {
    const fields = readFields(value, "parameters");
    return {
      ...readCheckpoint(fields),
      from: readInteger(fields, "from", 0, MOST_ROWS - 1),
      to: readInteger(fields, "to", 0, MOST_ROWS - 1),
      count: readInteger(fields, "count", 2, MOST_ROWS),
      path: readChoice(fields, "path", pathKinds),
    };
  },
  evaluate: value => readCheckpoint(readFields(value, "parameters")),
  real: value => {
    const fields = readFields(value, "parameters");
    return { run: readText(fields, "run"), count: readInteger(fields, "count", 1, MOST_ROWS) };
  },
};
