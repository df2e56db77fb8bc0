import type { Experiment } from "../experiment/schema.ts";
import { datasets } from "./kinds/index.ts";
import type { Modes } from "./modes.ts";

export type { Modes } from "./modes.ts";

/** What the trainer and the measures know of the real data. */
export interface Dataset {
  /** Shape of one sample: [dims] for points. */
  readonly sampleShape: readonly number[];
  /** The modes, where the data have known ones. */
  readonly modes: Modes | null;
  /** The way back to the data's own units, a dimension each: own = x * scale + mean. Null: the units are the same. */
  readonly normalization: Normalization | null;
  /**
   * Fills `out[offset ...]` with the samples [rows, ...sampleShape] of training batch number `draw` (from 0), in
   * the network's (normalised) units. Pure in (seed, draw, rows).
   */
  batch(seed: number, draw: number, rows: number, out: Float32Array, offset: number): void;
  /** At most n held-out samples [n, ...sampleShape] in the data's own units, the same for every seed; more start with fewer. */
  heldOut(n: number): Float32Array;
  /** The log density (nats) at points [n, ...sampleShape] in own units, where it is known. */
  readonly logDensity: ((points: Float32Array) => Float64Array) | null;
}

export interface Normalization {
  readonly mean: readonly number[];
  /** Standard deviations; 1 where a dimension is constant. */
  readonly scale: readonly number[];
}

type Kinds = keyof typeof datasets;
type DataOfKind = { readonly [Kind in Kinds]: Parameters<(typeof datasets)[Kind]>[0] };

function isAvailable(data: Experiment["data"]): data is DataOfKind[Kinds] {
  return Object.hasOwn(datasets, data.kind);
}

function open<Kind extends Kinds>(
  data: { [K in Kind]: DataOfKind[K] & { readonly kind: K } }[Kind],
): Dataset {
  const opener: (data: DataOfKind[Kind]) => Dataset = datasets[data.kind];
  return opener(data);
}

/** Opens the data of an experiment; files (absolute paths) are read whole. Throws DataError for files that cannot be used. */
export function openDataset(data: Experiment["data"]): Dataset {
  if (!isAvailable(data))
    throw new Error(`data of the kind "${data.kind}" are not available in this version`);
  return open(data);
}
