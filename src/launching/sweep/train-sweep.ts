import { dirname } from "node:path";
import { readJournal } from "../../runs/journal.ts";
import { evaluationAt } from "../../runs/evaluation-at.ts";
import type { ObservedRun } from "../../runs/list.ts";
import { openRunForWriting } from "../../runs/run-writer.ts";
import { decide } from "../../sweeps/halving.ts";
import type { CheckedSweep } from "../../sweeps/read.ts";
import { HALVING, standingOf, type Standing } from "../../sweeps/standing.ts";
import { pointKey, pointsOf, runKey, runsOf, type PlannedRun } from "../../sweeps/sweep.ts";
import { commitOf, makeRun } from "../prepare-run.ts";
import type { Launcher, Task } from "./launcher.ts";
import { SweepFolder } from "./sweep-folder.ts";
import { sweepModules } from "./sweep-modules.ts";

export interface SweepOrder {
  readonly sweep: CheckedSweep;
  readonly folder: string;
  readonly launcher: Launcher;
  /** Cores that each run may use, where the folder's record says nothing else. */
  readonly cores: number;
  /** Bytes that the largest of them takes, as estimated. */
  readonly memory: number;
  /** Asks to save and end. */
  readonly signal: AbortSignal;
  /** Asks to end at once, without saving, what does not. */
  readonly kill: AbortSignal;
  readonly say: (line: string) => void;
  /** Somebody asks by the folder to end; whoever trains decides, and aborts the signal. */
  readonly cancelAsked?: () => void;
}

/** How many runs of the plan stand how; `open` counts those without a folder too. */
export type SweepCounts = Readonly<Record<Standing, number>>;

/**
 * Trains what is missing of a sweep that was checked. A failed run never stops the others; a run that failed is tried
 * again only if it can go on. Resolves when nothing is at work any more. Rejects with InputError, RunHeldError,
 * RunReadError, RunWriteError, TrainerError, and what the launcher throws.
 */
export async function trainSweep(order: SweepOrder): Promise<SweepCounts> {
  const { sweep, launcher, signal, kill, say } = order;
  const modules = await sweepModules(sweep);
  const folder = await SweepFolder.open(order.folder, sweep, { ...order, modules: modules.digests });
  try {
    const commit = await commitOf(dirname(sweep.experimentFile));
    const taskOf = (planned: PlannedRun, run: ObservedRun | undefined, rung: number | null): Task => {
      const experiment = sweep.experimentAt(planned.point, planned.seed);
      return {
        ...planned,
        key: runKey(sweep, planned),
        run: run ?? null,
        upTo: rung ?? experiment.steps,
        make: async () =>
          run?.folder ??
          makeRun({
            experiment,
            runsFolder: folder.path,
            commit,
            file: sweep.experimentFile,
            modules: modules.of(experiment),
            cores: folder.cores,
            memory: order.memory,
            sweep: { name: sweep.name, ...planned },
          }),
      };
    };
    const rungs = (sweep.halving?.at ?? []).filter(at => !folder.decisions.some(made => made.at === at));
    await markStopped(folder, sweep);
    for (const rung of [...rungs, null]) {
      const runs = await folder.runs();
      const stopped = new Set(
        folder.decisions.flatMap(({ stopped: points }) => points.map(({ point }) => point)),
      );
      const tasks = runsOf(sweep)
        .filter(({ point }) => !stopped.has(pointKey(sweep, point)))
        .map(planned => ({ planned, run: runs.get(runKey(sweep, planned)) }))
        .filter(({ run }) => run === undefined || isToTrain(run, rung))
        .map(({ planned, run }) => taskOf(planned, run, rung));
      if (tasks.length > 0) await launcher({ tasks, signal, kill, say });
      if (signal.aborted) break;
      if (rung === null || sweep.halving === null) continue;
      folder.decided(await decisionAt(folder, sweep, rung, stopped));
      await markStopped(folder, sweep);
    }
    return await countsOf(folder, sweep);
  } finally {
    folder.close();
  }
}

/** Whether a run has something left to do up to a step (null: to its end). */
function isToTrain(run: ObservedRun, rung: number | null): boolean {
  const standing = standingOf(run);
  if (standing === "failed") return run.status.failure === undefined;
  if (standing !== "open" && standing !== "live") return false;
  return standing === "live" || rung === null || run.status.step < rung || run.state !== "done";
}

async function decisionAt(
  folder: SweepFolder,
  sweep: CheckedSweep,
  at: number,
  stopped: ReadonlySet<string>,
) {
  const { halving } = sweep;
  if (halving === null) return { at, stopped: [] };
  const runs = await folder.runs();
  const points = pointsOf(sweep).filter(point => !stopped.has(pointKey(sweep, point)));
  const contenders = await Promise.all(
    points.map(async point => {
      const own = sweep.seeds.flatMap(seed => runs.get(runKey(sweep, { point, seed })) ?? []);
      const found = await Promise.all(own.map(run => measuredAt(run, halving.measure, at)));
      const values = found.filter(value => typeof value === "number");
      const without = found.filter(value => value === "without").length;
      return { point: pointKey(sweep, point), values, without };
    }),
  );
  return decide(halving, at, contenders);
}

/** A run's value at that very step; null where it was not evaluated there, so that it says nothing. */
async function measuredAt(run: ObservedRun, tag: string, at: number): Promise<number | "without" | null> {
  if (run.status.failure === "not finite" && run.status.step <= at) return "without";
  const evaluation = await evaluationAt(run, at);
  return evaluation === null ? null : (evaluation.values[tag] ?? "without");
}

/** Says in each stopped run's own folder that it was stopped, and why. */
async function markStopped(folder: SweepFolder, sweep: CheckedSweep): Promise<void> {
  const reasons = new Map(
    folder.decisions.flatMap(({ stopped }) => stopped.map(({ point, reason }) => [point, reason] as const)),
  );
  if (reasons.size === 0) return;
  for (const run of (await folder.runs()).values()) {
    const reason = run.info.sweep && reasons.get(pointKey(sweep, run.info.sweep.point));
    if (reason === undefined || standingOf(run) !== "open" || run.status.pid === null) continue;
    const writer = await openRunForWriting(run.folder);
    try {
      const { step } = run.status;
      if (readJournal(run.folder).at(-1)?.message !== reason)
        writer.journal({ step, kind: "intervention", do: "stop", by: HALVING, message: reason });
      writer.status({ ...run.status, steps: run.info.experiment.steps, state: "stopped", message: reason });
    } finally {
      writer.close();
    }
  }
}

async function countsOf(folder: SweepFolder, sweep: CheckedSweep): Promise<SweepCounts> {
  const runs = await folder.runs();
  const counts = { open: 0, live: 0, done: 0, failed: 0, hopeless: 0, stopped: 0 };
  for (const planned of runsOf(sweep)) {
    const run = runs.get(runKey(sweep, planned));
    counts[run === undefined ? "open" : standingOf(run)]++;
  }
  return counts;
}
