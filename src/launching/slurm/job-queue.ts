import type { JobName } from "./batch-script.ts";
import { SlurmError, slurmCommand, type SlurmPrograms } from "./slurm-command.ts";

/** A task of an array that Slurm still has: it waits, runs, or is about to end. */
export interface QueuedTask extends JobName {
  readonly index: number;
  /** Slurm's own word, such as PENDING or RUNNING. */
  readonly state: string;
  /** Why it waits, in Slurm's words; "None" where it does not. */
  readonly reason: string;
}

/** What squeue prints of a cluster with the format below; lines of another form, such as `CLUSTER: far`, are passed over. */
export function parseQueue(out: string, cluster?: string): QueuedTask[] {
  return out.split("\n").flatMap(line => {
    const [, job, index, state, reason] = /^(\d+)_(\d+)\|(\w+)\|(.*)$/.exec(line.trim()) ?? [];
    if (job === undefined || index === undefined || state === undefined) return [];
    return [
      { job, ...(cluster !== undefined && { cluster }), index: Number(index), state, reason: reason ?? "" },
    ];
  });
}

interface ClusterJobs {
  readonly cluster?: string;
  readonly jobs: readonly string[];
}

/** A cluster knows its own jobs alone, and numbers of jobs are not the same job elsewhere. */
function byCluster(jobs: readonly JobName[]): readonly ClusterJobs[] {
  const found = new Map<string | undefined, string[]>();
  for (const { job, cluster } of jobs) found.set(cluster, [...(found.get(cluster) ?? []), job]);
  return [...found].map(([cluster, numbers]) => ({
    ...(cluster !== undefined && { cluster }),
    jobs: numbers,
  }));
}

const clusterOption = ({ cluster }: Pick<ClusterJobs, "cluster">): string[] =>
  cluster === undefined ? [] : [`--clusters=${cluster}`];

/** The tasks of these jobs that Slurm still has. Rejects with SlurmError. */
export async function queuedTasks(
  jobs: readonly JobName[],
  { squeue }: SlurmPrograms,
  timeoutMs: number,
): Promise<QueuedTask[]> {
  const queued: QueuedTask[] = [];
  for (const asked of byCluster(jobs)) {
    const which = [...clusterOption(asked), `--jobs=${asked.jobs.join(",")}`];
    const args = ["--noheader", "--array", ...which, "--format=%i|%T|%r"];
    try {
      queued.push(...parseQueue(await slurmCommand(squeue, args, timeoutMs), asked.cluster));
    } catch (error) {
      // With one of several it only leaves them out.
      if (!isForgotten(error)) throw error;
    }
  }
  return queued;
}

/**
 * Cancels what Slurm has of these jobs. That it knows some of them no more is no failure. Rejects with SlurmError.
 */
export async function cancelJobs(
  jobs: readonly JobName[],
  { scancel }: SlurmPrograms,
  timeoutMs: number,
): Promise<void> {
  for (const asked of byCluster(jobs))
    try {
      await slurmCommand(scancel, [...clusterOption(asked), ...asked.jobs], timeoutMs);
    } catch (error) {
      if (!isForgotten(error)) throw error;
    }
}

/** What tells one job from another, whatever clusters they are on. */
export const jobKey = ({ job, cluster = "" }: JobName): string => `${job};${cluster}`;

/** Slurm forgets jobs some minutes after their end, and all of them when its state is lost: of their runs that says nothing. */
const isForgotten = (error: unknown): boolean =>
  error instanceof SlurmError && /invalid job id/i.test(error.message);
