import { RunIndex } from "../runs/run-index.ts";
import type { Sweep } from "../sweeps/sweep.ts";
import { countPoints } from "../sweeps/sweep.ts";
import { runsOfSweep } from "../sweeps/sweep-runs.ts";
import { every } from "../unattended/unattended.ts";
import { sweepLine, type SweepProgress } from "./drawing/sweep-progress.ts";
import { safeLine, styleFor } from "./drawing/style.ts";
import type { Call } from "./verb.ts";

export interface SweepDisplay {
  /** Writes a line for people without breaking what is rewritten. */
  readonly say: (line: string) => void;
  end(): void;
}

const TERMINAL_MS = 500;
const PLAIN_MS = 10_000;
const ERASE_LINE = "\r\u001b[2K";

/** Shows on standard error how a sweep gets on: a line that is rewritten, or a plain one now and then; none with --json. */
export function openSweepDisplay({ terminal, json }: Call, sweep: Sweep, folder: string): SweepDisplay {
  const { err } = terminal;
  const say = (line: string) => {
    err.write(`${err.isTTY ? ERASE_LINE : ""}${safeLine(line)}\n`);
  };
  if (json) return { say, end: () => undefined };
  const index = new RunIndex([folder]);
  const started = Date.now();
  let last = "";
  const show = () => {
    const line = sweepLine(progressOf(index, sweep), (Date.now() - started) / 1000, styleFor(err.color));
    if (err.isTTY) err.write(ERASE_LINE + line.slice(0, Math.max(line.length, err.columns())));
    else if (line !== last) err.write(`${line}\n`);
    last = line;
  };
  const timer = every(err.isTTY ? TERMINAL_MS : PLAIN_MS, show);
  return {
    say,
    end: () => {
      clearInterval(timer);
      index.dispose();
      if (err.isTTY && last !== "") err.write(ERASE_LINE);
    },
  };
}

function progressOf(index: RunIndex, sweep: Sweep): SweepProgress {
  const runs = [...runsOfSweep(sweep, index.listings).values()];
  const count = (...states: readonly string[]) => runs.filter(({ state }) => states.includes(state)).length;
  return {
    planned: countPoints(sweep) * sweep.seeds.length,
    done: count("done"),
    training: count("starting", "training", "paused"),
    failed: count("failed", "lost"),
    share: runs.map(({ status, info, state }) =>
      state === "stopped" ? 1 : Math.min(1, status.step / info.experiment.steps),
    ),
  };
}
