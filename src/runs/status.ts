import type { ProcessName } from "./process-name.ts";

export type RunState = "queued" | "starting" | "training" | "paused" | "done" | "stopped" | "failed";

/** What the trainer says of itself. */
export interface StatusUpdate {
  readonly state: RunState;
  /** The last finished step, and the one the run goes up to. */
  readonly step: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
  /** One sentence for people; "" when there is nothing to say. */
  readonly message: string;
  /** The last value of each tag. */
  readonly scalars: Readonly<Record<string, number>>;
  /** At most 16 values of coverage over the run. */
  readonly trend: readonly number[];
}

/** status.json: what a run is doing. */
export interface Status extends StatusUpdate {
  /** Null while no trainer has started. */
  readonly pid: number | null;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly heartbeatAt: string;
  /** Tells the process from another that got the same number later; see process-name.ts. */
  readonly machine: string;
  readonly processStart: string;
}

/** Reads status.json of a run's folder. Throws RunReadError when it is missing or broken. */
export function readStatus(folder: string): Status {
  throw new Error(`not built yet: ${folder}`);
}

/** The state to show at time `now` (milliseconds): "lost" when a run that should be working has an old heartbeat and no process. */
export function observedState(
  status: Status,
  now: number,
  isAlive: (process: ProcessName) => boolean | "unknown",
): RunState | "lost" {
  throw new Error(`not built yet: ${status.state} ${now} ${typeof isAlive}`);
}
