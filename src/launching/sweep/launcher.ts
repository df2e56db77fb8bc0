import type { Machine } from "../../experiment/execution-plan.ts";
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
export type Launcher = (launching: Launching) => Promise<void>;

/** What a launcher is told of the sweep. */
export interface LaunchOrder {
  /** The sweep's runs folder. */
  readonly folder: string;
  readonly name: string;
  /** Runs at a time, as somebody asked; null: nobody did. */
  readonly jobs: number | null;
  /** Runs at a time, as the machine has room for. */
  readonly fitting: number;
  /** Of each run. */
  readonly threads: number;
  /** The user's options for the launcher's own program. */
  readonly options: readonly string[];
  /** Without, it only submits, where that is possible. */
  readonly wait: boolean;
  /** Whether modules of the researcher's own may run. */
  readonly trust: boolean;
  /** The folder with TensorFlow's package, for runs of its devices. */
  readonly tensorflowFolder: string | undefined;
  /** The trainer's program. */
  readonly script: string;
}

export interface LauncherKind {
  /** What there is for a run, or for all of them where they share a machine; left out: a core, and memory enough. */
  readonly machine?: (options: readonly string[]) => Machine;
  readonly open: (order: LaunchOrder) => Launcher;
}
