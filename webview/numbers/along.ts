import type { KeptSteps, ReportArm, ReportAxis, ReportRun } from "../../src/protocol/report.ts";
import { formatStep } from "./format.ts";
import { atOrBefore } from "./search.ts";

/** A value of an axis on a slider. */
export interface Stop {
  /** The value's index on the axis. */
  readonly place: number;
  /** Where it stands, from 0 to 1. */
  readonly at: number;
  readonly label: string;
}

/** An axis's values from left to right: by their logarithm where they span it, a 0 before them, else side by side. */
export function stopsOf({ kind, places, labels }: Pick<ReportAxis, "kind" | "places" | "labels">): Stop[] {
  const order = labels
    .map((label, place) => ({ place, at: places[place] ?? 0, label }))
    .sort((a, b) => a.at - b.at);
  return kind === "log"
    ? order
    : order.map((stop, i) => ({ ...stop, at: order.length === 1 ? 0.5 : i / (order.length - 1) }));
}

/** The stop nearest to a position. */
export const nearestStop = (stops: readonly Stop[], position: number): Stop | undefined =>
  stops.reduce<Stop | undefined>(
    (best, stop) =>
      best === undefined || Math.abs(stop.at - position) < Math.abs(best.at - position) ? stop : best,
    undefined,
  );

/** The stop that a key leads to; null for a key that is none of a slider's. */
export function stopByKey(stops: readonly Stop[], place: number, key: string): Stop | null {
  const now = stops.findIndex(stop => stop.place === place);
  const last = stops.length - 1;
  const to = {
    ArrowLeft: now - 1,
    ArrowDown: now - 1,
    PageDown: now - 1,
    ArrowRight: now + 1,
    ArrowUp: now + 1,
    PageUp: now + 1,
    Home: 0,
    End: last,
  }[key];
  return to === undefined ? null : (stops[Math.min(last, Math.max(0, to))] ?? null);
}

/** The configuration with a value of each axis; an axis without effect there has all of them. */
export const armAt = (arms: readonly ReportArm[], places: readonly number[]): ReportArm | null =>
  arms.find(({ point }) => point.every((place, i) => place === null || place === places[i])) ?? null;

/** What a picture of one value at one step is of: a kept step, or what is missing in words. */
export type Kept = { readonly step: number } | { readonly missing: string };

/** The newest of some kept steps at or before the wanted one, never another value's. */
export function keptAt(
  { run, steps, wanted }: { run: ReportRun | null; steps: KeptSteps | null; wanted: number },
  of: "samples" | "checkpoints",
): Kept {
  if (run === null) return { missing: "Not trained yet: this value has no run of this seed." };
  if (steps === null) return { missing: "Looking at what was kept…" };
  if (steps.trouble !== null) return { missing: `The run is not there: ${steps.trouble}.` };
  const step = atOrBefore(steps[of], wanted);
  if (step !== null) return { step };
  const what = of === "samples" ? "samples" : "checkpoint";
  return {
    missing:
      steps[of].length === 0
        ? `There ${of === "samples" ? "are no samples" : "is no checkpoint"} of this run.`
        : `No ${what} at or before step ${formatStep(wanted)}; the first is of step ${formatStep(steps[of][0] ?? 0)}.`,
  };
}

/** "step 8,000", or the nearest that was kept, said to be it. */
export const keptText = (step: number, wanted: number): string =>
  step === wanted
    ? `step ${formatStep(step)}`
    : `step ${formatStep(step)}, the nearest kept before ${formatStep(wanted)}`;
