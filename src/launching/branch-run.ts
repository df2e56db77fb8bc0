import type { Setting } from "../experiment/read.ts";

export interface BranchOrder {
  /** The parent run's folder. */
  readonly folder: string;
  /** A checkpoint of the parent. */
  readonly step: number;
  readonly runsFolder: string;
  readonly settings?: readonly Setting[];
  /** Another stream of randomness; the parent's when left out. */
  readonly seed?: number;
  readonly steps?: number;
}

/** Makes a new run from a run's checkpoint, ready to start; gives its folder. Throws InputError, RunReadError, RunWriteError. */
export function branchRun(order: BranchOrder): Promise<string> {
  return Promise.reject(new Error(`not built yet: ${order.folder}`));
}
