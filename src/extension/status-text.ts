import type { ObservedRun } from "../runs/list.ts";
import { coverageOf, stateLooks } from "./explorer/run-row.ts";
import { counted, grouped, measureText } from "./number-text.ts";

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers. Says nothing that changes every second. */
  readonly spoken: string;
}

/** What the status bar says of the live runs; null when there are none. */
export function statusText(live: readonly ObservedRun[]): StatusText | null {
  const [first] = live;
  if (first === undefined) return null;
  const tooltip = [...live.map(lineOf), "Click to show one."].join("\n");
  if (live.length > 1) {
    const count = counted(live.length, "live run");
    return { text: count, tooltip, spoken: count };
  }
  const { info, status, state } = first;
  const share = `${Math.floor((100 * status.step) / Math.max(1, status.steps))} %`;
  const paused = state === "paused" ? " paused" : "";
  return { text: `${info.name} ${share}${paused}`, tooltip, spoken: `${info.name} ${state}` };
}

function lineOf(run: ObservedRun): string {
  const { info, status, state } = run;
  const coverage = coverageOf(run);
  const parts = [
    stateLooks[state].word.toLowerCase(),
    `${grouped(status.step)} of ${grouped(status.steps)}`,
    ...(coverage === null ? [] : [`coverage ${measureText(coverage)}`]),
  ];
  return `${info.name}, seed ${info.seed}: ${parts.join(", ")}`;
}
