/** How a trainer process ended. */
export interface TrainerEnd {
  /** Its exit code (0 done or stopped, 1 failed, 2 wrong input, 130 interrupted), or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last line on standard error; "" when there was none. */
  readonly message: string;
}

export interface Trainer {
  readonly folder: string;
  readonly pid: number;
  readonly ended: Promise<TrainerEnd>;
  /** Asks it to save a checkpoint and end (as Ctrl-C does; more often is no more), kills it after `graceMs` (30 s). */
  stop(graceMs?: number): Promise<TrainerEnd>;
}

export interface TrainerOptions {
  /** A detached trainer survives us; an attached one ends when we do. */
  readonly detached: boolean;
  /** Train up to this step instead of the experiment's. */
  readonly steps?: number;
  readonly replayOf?: string;
  /** The trainer's program, where it is not beside our own. */
  readonly script?: string;
}

/** Starts dist/trainer.js on a run's folder. Resolves when the process runs. */
export function startTrainer(folder: string, options: TrainerOptions): Promise<Trainer> {
  return Promise.reject(new Error(`not built yet: ${folder} ${options.detached}`));
}
