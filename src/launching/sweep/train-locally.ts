import { setTimeout as delay } from "node:timers/promises";
import { observe } from "../../runs/list.ts";
import { standingOf } from "../../sweeps/standing.ts";
import { letGo } from "../../unattended/unattended.ts";
import { startTrainer, type Trainer } from "../trainer.ts";
import { thisMachine } from "../this-machine.ts";
import type { Launcher, LauncherKind, Task } from "./launcher.ts";

const POLL_MS = 1_000;

export interface LocalOptions {
  /** Runs at a time. */
  readonly jobs: number;
  /** Whether modules of the researcher's own may run; they may not when left out. */
  readonly trust?: boolean;
  /** The folder with TensorFlow's package, for runs of its devices. */
  readonly tensorflowFolder?: string | undefined;
  /** The trainer's program, where it is not beside our own. */
  readonly script?: string;
}

/** Trains on this machine, so many runs at a time, each in a process of its own that ends with this one. */
export function trainLocally({ jobs, trust = false, tensorflowFolder, script }: LocalOptions): Launcher {
  return async ({ tasks, signal, kill, say }) => {
    const waiting = [...tasks];
    const trainers = new Set<Trainer>();
    const stop = () => {
      for (const trainer of trainers) letGo(trainer.stop());
    };
    const end = () => {
      for (const trainer of trainers) letGo(trainer.stop(0));
    };
    signal.addEventListener("abort", stop);
    kill.addEventListener("abort", end);
    const trainOne = async (task: Task): Promise<void> => {
      if (task.run !== null && standingOf(task.run) === "live") {
        await goneQuiet(task.run.folder, signal);
        // Whoever trained it died a moment ago, or since.
        if (signal.aborted || standingOf(observe(task.run.folder)) !== "open") return;
      }
      const folder = await task.make();
      const trainer = await startTrainer(folder, {
        detached: false,
        upTo: task.upTo,
        trust,
        tensorflowFolder,
        ...(script === undefined ? {} : { script }),
      });
      trainers.add(trainer);
      if (signal.aborted) stop();
      if (kill.aborted) end();
      try {
        const { code, message, signal: killed } = await trainer.ended;
        if (kill.aborted && killed !== null)
          say(`${folder}: ended at once, as you asked; it goes on from its last checkpoint.`);
        else if (code !== 0 && code !== 130)
          say(`${folder}: ${message === "" ? `the trainer ended (${killed ?? String(code)})` : message}`);
      } finally {
        trainers.delete(trainer);
      }
    };
    const work = async (): Promise<void> => {
      for (let task = waiting.shift(); task !== undefined && !signal.aborted; task = waiting.shift())
        await trainOne(task);
    };
    try {
      await everyWorker(Array.from({ length: Math.min(jobs, tasks.length) }, work), () => {
        waiting.length = 0;
        stop();
      });
    } finally {
      signal.removeEventListener("abort", stop);
      kill.removeEventListener("abort", end);
    }
  };
}

/** Waits for all; when one rejects (a full disk, a missing program), ends the others first, then rejects as it did. */
async function everyWorker(workers: readonly Promise<void>[], endOthers: () => void): Promise<void> {
  for (const worker of workers) worker.catch(endOthers);
  const results = await Promise.allSettled(workers);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/** Waits for a run that another process trains. */
async function goneQuiet(folder: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && standingOf(observe(folder)) === "live") await delay(POLL_MS);
}

export const local: LauncherKind = {
  machine: () => thisMachine(),
  open: ({ fitting, ...order }) => trainLocally({ ...order, jobs: fitting }),
};
