import type { CheckpointContent } from "./checkpoints.ts";
import type { ControlRequest } from "./control.ts";
import type { NewJournalEntry } from "./journal.ts";
import type { RunInfo } from "./run-info.ts";
import type { StatusUpdate } from "./status.ts";

/**
 * The one writer of a run's folder. Everything is synchronous: when a call returns, the system has the bytes.
 * Every write first checks that the run is still ours (LockLostError) and turns the system's refusals into
 * RunWriteError. Give everything of step s (scalars, samples, pictures) before checkpoint(s): it makes them durable first.
 */
export interface RunWriter {
  readonly folder: string;
  readonly info: RunInfo;
  /** Points of a step; buffered until flush, checkpoint, close, or a call more than 100 ms after the oldest. Non-finite values are left out. */
  scalars(step: number, values: Readonly<Record<string, number>>): void;
  /** Writes the buffered points in one append. */
  flush(): void;
  picture(
    step: number,
    tag: string,
    picture: { readonly width: number; readonly height: number; readonly png: Uint8Array },
  ): void;
  /** samples/<step>.npy, and .png beside it where given. */
  samples(step: number, npy: Uint8Array, png?: Uint8Array): void;
  /** Writes checkpoints/<step> durably, its digest, and thins older ones. */
  checkpoint(step: number, content: CheckpointContent): void;
  /** Appends to the journal. A second outcome of the same request is not written; gives whether it was. */
  journal(entry: NewJournalEntry): boolean;
  /** Written at once when state or message change, otherwise at most once a second (the newest wins). */
  status(update: StatusUpdate): void;
  /** Requests that came in since the last call. Each must get one journal entry with its id (intervention or refused). Cheap when there are none. */
  requests(): ControlRequest[];
  /** Heartbeat, overdue points and status; cheap, call it from the loop and while paused. A timer calls it too. */
  beat(): void;
  /** A line in trainer.log. */
  log(line: string): void;
  /** To be called once on resume, with the step of the checkpoint gone on from (-1: from nothing): points after it become void. */
  restart(step: number): void;
  /** Flushes, refuses requests that are left, releases the lock. */
  close(): void;
}

/** Takes the run's lock (waiting up to 3 s for a holder to go, else RunHeldError) and mends what a crash left. */
export function openRunForWriting(folder: string): Promise<RunWriter> {
  return Promise.reject(new Error(`not built yet: ${folder}`));
}
