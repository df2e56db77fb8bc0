import type { ReportSource } from "../../sweeps/report/report.ts";
import type { Point } from "../../sweeps/sweep-plan.ts";

/** An index on each axis, null where each configuration keeps its own value; null: as the sweep says. */
export type Chosen = readonly (number | null)[] | null;

/** The values that a page chose to compare with; what the sweep says where it chose none, or none that are there. */
export function chosenBaseline(
  { axes, baseline }: Pick<ReportSource, "axes" | "baseline">,
  chosen: Chosen,
): Point | null {
  const values = (chosen ?? []).flatMap((place, i) => {
    const axis = axes[i];
    return place === null || axis === undefined || place >= axis.values.length
      ? []
      : [[axis.key, axis.values[place]] as const];
  });
  return values.length === 0 ? baseline : Object.fromEntries(values);
}
