import { pointKey } from "../sweep.ts";
import type { Arm, Report } from "./report.ts";
import { valueText } from "./words.ts";

/** Configurations that differ in the first axis alone: a line in a chart. */
export interface Series {
  /** The values of the other axes; "" where there are none. */
  readonly label: string;
  /** One for each value of the first axis, in their order. */
  readonly arms: readonly Arm[];
}

/** The lines of a report's charts: the first axis is the question, the others are its settings. */
export function seriesOf({ arms, axes }: Pick<Report, "arms" | "axes">): Series[] {
  const others = axes.slice(1);
  const groups = new Map<string, Arm[]>();
  for (const arm of arms) {
    const key = pointKey({ axes: others }, arm.point);
    groups.set(key, [...(groups.get(key) ?? []), arm]);
  }
  return [...groups.values()].map(group => ({
    label: others
      .map(({ key }) => `${key.split(".").slice(-2).join(".")} ${valueText(group[0]?.point[key])}`)
      .join(", "),
    arms: group,
  }));
}
