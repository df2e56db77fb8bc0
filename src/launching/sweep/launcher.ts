import type { ObservedRun } from "../../runs/list.ts";
import type { PlannedRun } from "../../sweeps/sweep.ts";

/** A run that is to be trained. */
export interface Task extends PlannedRun {
  /** Its key among the sweep's runs (sweeps/sweep.ts). */
  readonly key: string;
  /** As it is now; null where it has no folder yet. */
  readonly run: ObservedRun | null;
  /** Train up to this step: one where halving decides, or the sweep's last. */
  readonly upTo: number;
  /** Makes its folder, where it has none, and gives it. Rejects with RunWriteError. */
  readonly make: () => Promise<string>;
}

export interface Launching {
  readonly tasks: readonly Task[];
  /** Asks to save and end. */
  readonly signal: AbortSignal;
  /** Asks to end at once, without saving, what does not. */
  readonly kill: AbortSignal;
  /** A line for people: what happened to a run. */
  readonly say: (line: string) => void;
}

/** Where the runs of a sweep train. Resolves when none of the tasks is at work any more; failures of runs are no rejections. */
export interface Launcher {
  train(launching: Launching): Promise<void>;
}
