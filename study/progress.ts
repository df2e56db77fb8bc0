import { cellsOf, progressOf } from "./cells.ts";
import type { StudyPlan } from "./plan.ts";
import type { Row } from "./rows.ts";

type Rows = ReadonlyMap<string, Row>;

/** What is left of a regime. */
export interface Left {
  readonly regime: string;
  readonly done: number;
  readonly all: number;
  /** Seconds on this machine; those of a run as its rows took at the median, or as the plan guesses. */
  readonly seconds: number;
  readonly isGuess: boolean;
}

/** @param cores how many runs train at a time, for regimes that have no rows yet */
export function leftOf(plan: StudyPlan, rows: Rows, cores: number): Left[] {
  return Object.entries(plan.regimes).map(([regime, planned]) => {
    const { secondsPerRun } = planned;
    const counts = cellsOf(regime, planned).map(cell => progressOf(plan, cell, rows));
    const [done, all] = (["done", "all"] as const).map(key =>
      counts.reduce((sum, count) => sum + count[key], 0),
    ) as [number, number];
    const known = [...rows.values()].filter(row => row.regime === regime).map(row => row.seconds);
    const perRun =
      known.length === 0 ? secondsPerRun / cores : (known.sort((a, b) => a - b)[known.length >> 1] ?? 0);
    return { regime, done, all, seconds: (all - done) * perRun, isGuess: known.length === 0 };
  });
}

const hours = (seconds: number): string =>
  seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;

export function leftLines(left: readonly Left[]): string[] {
  const sum = (key: "done" | "all" | "seconds") => left.reduce((total, one) => total + one[key], 0);
  return [
    ...left.map(
      ({ regime, done, all, seconds, isGuess }) =>
        `${regime}: ${done} of ${all} runs${done === all ? "" : `, about ${hours(seconds)} left${isGuess ? " (guessed)" : ""}`}`,
    ),
    `In all ${sum("done")} of ${sum("all")} runs${sum("done") === sum("all") ? "." : `; about ${hours(sum("seconds"))} left.`}`,
  ];
}
