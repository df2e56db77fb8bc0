import { hostname } from "node:os";
import { join } from "node:path";
import { lastCheckpoint } from "./checkpoints.ts";
import { evaluationUpTo } from "./evaluations.ts";
import { runFiles } from "./file-names.ts";
import { readJournal } from "./journal.ts";
import { readLock } from "./lock-record.ts";
import { isAlive } from "./process-name.ts";
import { readRunInfo } from "./run-info.ts";

/**
 * What can be told of a run whose status.json is gone: where its last checkpoint stands, and whether a process holds it, which writes
 * another one soon. Throws RunReadError.
 */
export function unsaidStatus(folder: string) {
  const { experiment, createdAt } = readRunInfo(folder);
  const changed = readJournal(folder).findLast(({ kind, key }) => kind === "intervention" && key === "steps");
  const steps = changed?.to ?? experiment.steps;
  const step = lastCheckpoint(folder)?.step ?? 0;
  const holder = readLock(join(folder, runFiles.lock));
  const isHeld = holder !== null && isAlive(holder) !== false;
  const resting = step >= steps ? ("done" as const) : ("stopped" as const);
  return {
    state: isHeld ? ("training" as const) : resting,
    step,
    steps,
    stepsPerSecond: 0,
    message: `${runFiles.status} is gone; this is what the last checkpoint tells.${resting === "done" ? "" : " Resume the run to go on from there."}`,
    scalars: {},
    lastEvaluation: evaluationUpTo(folder, step),
    trend: [],
    trendGaps: [],
    pid: isHeld ? holder.pid : null,
    host: holder?.host ?? hostname(),
    heartbeatAt: holder?.heartbeatAt ?? createdAt,
    machine: holder?.machine ?? "",
    processStart: holder?.processStart ?? "",
  };
}
