import { setTimeout as delay } from "node:timers/promises";
import { isWorkedIn } from "../../runs/work-in-folder.ts";
import { cancelJobs, jobKey, queuedTasks } from "../slurm/job-queue.ts";
import { slurmPrograms, type SlurmPrograms } from "../slurm/slurm-command.ts";
import { readArrays } from "../slurm/slurm-jobs.ts";
import { requestCancel, takeCancelRequest } from "./cancel-request.ts";

/** Times in milliseconds. */
export interface CancelTiming {
  /** How long whoever trains may take: it saves a checkpoint of every run. */
  readonly patience: number;
  readonly poll: number;
  /** How long Slurm may take to answer. */
  readonly answer: number;
}

const usualTiming: CancelTiming = { patience: 120_000, poll: 100, answer: 60_000 };

export interface CancelOptions {
  /** Who asks. */
  readonly by: string;
  readonly programs?: SlurmPrograms;
  readonly timing?: CancelTiming;
}

/**
 * Ends what trains a sweep: `ended` once it has saved and gone, `silent` when it did not go in time (it may still),
 * `nothing` where nothing was at work. Jobs that Slurm has without anybody waiting for them are cancelled. Started again,
 * the sweep goes on. Rejects with SlurmError, RunReadError, RunWriteError.
 */
export async function cancelSweep(
  folder: string,
  { by, programs = slurmPrograms, timing = usualTiming }: CancelOptions,
): Promise<"ended" | "silent" | "nothing"> {
  if (isWorkedIn(folder) !== false) {
    requestCancel(folder, by);
    const end = performance.now() + timing.patience;
    while (isWorkedIn(folder) !== false) {
      if (performance.now() > end) return "silent";
      await delay(timing.poll);
    }
    // Whoever trained may have ended by itself before it looked.
    takeCancelRequest(folder);
    return "ended";
  }
  const known = readArrays(folder);
  const queued = await queuedTasks(known, programs, timing.answer);
  const jobs = [...new Map(queued.map(task => [jobKey(task), task])).values()];
  if (jobs.length === 0) return "nothing";
  await cancelJobs(jobs, programs, timing.answer);
  return "ended";
}
