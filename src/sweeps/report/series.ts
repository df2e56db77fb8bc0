import { combinationsOf, pointKey } from "../sweep.ts";
import type { SweepAxis } from "../sweep-plan.ts";
import type { Arm, Report } from "./report.ts";
import { valueText } from "./words.ts";

/** Configurations that differ in the question's axis alone: a line in a chart. */
export interface Series {
  /** The values of the other axes; "" where there are none. */
  readonly label: string;
  /** One for each value of the question's axis, in their order. What trains the same bytes is part of several. */
  readonly arms: readonly Arm[];
}

/** The axis that the report asks about: the first of the baseline's; null where nothing is varied. */
export function questionOf({ axes, baseline }: Pick<Report, "axes" | "baseline">): SweepAxis | null {
  return axes.find(({ key }) => key in baseline) ?? axes[0] ?? null;
}

/** The lines of a report's charts: along the question's axis, one for each setting of the others. */
export function seriesOf(report: Pick<Report, "arms" | "axes" | "experiment" | "baseline">): Series[] {
  const { arms, axes } = report;
  const question = questionOf(report);
  const others = axes.filter(axis => axis !== question);
  const armOf = new Map(arms.map(arm => [arm.key, arm]));
  return combinationsOf({ axes: others }).map(setting => ({
    label: others
      .map(({ key }) => `${key.split(".").slice(-2).join(".")} ${valueText(setting[key])}`)
      .join(", "),
    arms: combinationsOf({ axes: question === null ? [] : [question] }).flatMap(
      value => armOf.get(pointKey(report, { ...setting, ...value })) ?? [],
    ),
  }));
}
