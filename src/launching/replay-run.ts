import type { TrainerEnd } from "./trainer.ts";

export type ReplayedCheckpoint =
  | { readonly step: number; readonly equal: true }
  | { readonly step: number; readonly equal: false; readonly tensors: readonly TensorDifference[] };

/** A tensor that is not the same; the sizes are null where the original's checkpoint was thinned away. */
export interface TensorDifference {
  readonly name: string;
  readonly absolute: number | null;
  /** Largest |a - b| / max(|a|, |b|). */
  readonly relative: number | null;
}

export interface ReplayOrder {
  /** The run to train again. */
  readonly folder: string;
  /** Where the temporary run lies while it trains; beside the original when left out. */
  readonly runsFolder?: string;
  /** Replay up to this step; the last one with a digest when left out. */
  readonly to?: number;
  /** Called for each checkpoint as it is compared. */
  readonly onCheckpoint?: (checkpoint: ReplayedCheckpoint) => void;
  readonly signal?: AbortSignal;
}

export interface ReplayResult {
  readonly checkpoints: readonly ReplayedCheckpoint[];
  /** The first that differs; null when all are equal. */
  readonly parted: ReplayedCheckpoint | null;
  readonly trainer: TrainerEnd;
}

/** Trains a run again from its recorded experiment, seed and interventions in a temporary folder and compares every checkpoint's digest. */
export function replayRun(order: ReplayOrder): Promise<ReplayResult> {
  return Promise.reject(new Error(`not built yet: ${order.folder}`));
}
