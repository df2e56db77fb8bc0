import { settingAt } from "../experiment/setting-at.ts";
import type { Point, SweepPlan } from "./sweep-plan.ts";

/** Numbers that leave out all that stands beside them where they are 0 from the first step to the last. */
const switches = ["pairing.weight", "penalties.r1.gamma", "penalties.r2.gamma"] as const;

/**
 * The axes whose value changes no byte of what a configuration trains, such as the pairing's kind at weight 0. A plan of
 * changes (`schedule`) that turns the number up later leaves none out.
 */
export function idleAxes({ axes, experiment }: SweepPlan, point: Point): readonly string[] {
  return switches.flatMap(key => {
    if ((point[key] ?? settingAt(experiment, key)) !== 0) return [];
    if (isScheduled(point["schedule"] ?? experiment["schedule"], key)) return [];
    const part = key.slice(0, key.lastIndexOf(".") + 1);
    return axes.map(axis => axis.key).filter(other => other !== key && other.startsWith(part));
  });
}

/** The configuration that stands for all that train the same bytes: idle axes have their first value. */
export function settled(plan: SweepPlan, point: Point): Point {
  const idle = idleAxes(plan, point);
  if (idle.length === 0) return point;
  const first = plan.axes
    .filter(({ key }) => idle.includes(key))
    .map(({ key, values }) => [key, values[0]] as const);
  return { ...point, ...Object.fromEntries(first) };
}

const isScheduled = (schedule: unknown, key: string): boolean =>
  Array.isArray(schedule) && schedule.some((change: unknown) => settingAt(change, "set") === key);
