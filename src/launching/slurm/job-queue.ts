import { SlurmError, slurmCommand, type SlurmPrograms } from "./slurm-command.ts";

/** A task of an array that Slurm still has: it waits, runs, or is about to end. */
export interface QueuedTask {
  readonly job: string;
  readonly index: number;
  /** Slurm's own word, such as PENDING or RUNNING. */
  readonly state: string;
  /** Why it waits, in Slurm's words; "None" where it does not. */
  readonly reason: string;
}

/** What squeue prints with the format below; lines of another form are passed over. */
export function parseQueue(out: string): QueuedTask[] {
  return out.split("\n").flatMap(line => {
    const [, job, index, state, reason] = /^(\d+)_(\d+)\|(\w+)\|(.*)$/.exec(line.trim()) ?? [];
    if (job === undefined || index === undefined || state === undefined) return [];
    return [{ job, index: Number(index), state, reason: reason ?? "" }];
  });
}

/** The tasks of these jobs that Slurm still has. Rejects with SlurmError. */
export async function queuedTasks(
  jobs: readonly string[],
  { squeue }: SlurmPrograms,
  timeoutMs: number,
): Promise<QueuedTask[]> {
  if (jobs.length === 0) return [];
  const args = ["--noheader", "--array", `--jobs=${jobs.join(",")}`, "--format=%i|%T|%r"];
  try {
    return parseQueue(await slurmCommand(squeue, args, timeoutMs));
  } catch (error) {
    // With one of several it only leaves them out.
    if (isForgotten(error)) return [];
    throw error;
  }
}

/**
 * Cancels what Slurm has of these jobs. That it knows some of them no more is no failure. Rejects with SlurmError.
 */
export async function cancelJobs(
  jobs: readonly string[],
  { scancel }: SlurmPrograms,
  timeoutMs: number,
): Promise<void> {
  try {
    await slurmCommand(scancel, jobs, timeoutMs);
  } catch (error) {
    if (!isForgotten(error)) throw error;
  }
}

/** Slurm forgets jobs some minutes after their end, and all of them when its state is lost: of their runs that says nothing. */
const isForgotten = (error: unknown): boolean =>
  error instanceof SlurmError && /invalid job id/i.test(error.message);
