import { knobs } from "../../experiment/catalog-knobs.ts";
import type { SweepAxis } from "../sweep-plan.ts";
import { axisScale } from "./axis-scale.ts";
import { usualBest } from "./best-by.ts";
import { isSignificant, titleOf, type Arm, type Report } from "./report.ts";
import { armText, cellText, differenceText, valueText } from "./words.ts";

/** Values that may be tried next to the best of an axis of numbers. */
export interface NextValues {
  readonly tag: string;
  readonly arm: Arm;
  readonly axis: SweepAxis;
  readonly best: number;
  /** Two beyond the edge where the best is one, else between the best and its neighbours; ascending. */
  readonly values: readonly number[];
  readonly kind: "extend" | "refine";
}

/** To three digits, so that a value reads well. */
const readable = (value: number): number => Number(value.toPrecision(3));

/**
 * What to try after a sweep by one of its measures; null where its figures do not support a best (no difference to the
 * baseline is more than chance explains), and where the axis is none of a knob, which every number from 0 suits.
 */
export function nextValues(report: Report, tag: string, axis: SweepAxis): NextValues | null {
  const arm = report.arms.find(({ key }) => key === report.best[tag]);
  if (!Object.hasOwn(knobs, axis.key)) return null;
  if (arm === undefined || arm.idle.includes(axis.key) || !isSupported(report, arm, tag)) return null;
  const best = arm.point[axis.key];
  const numbers = axis.values.filter(value => typeof value === "number").sort((a, b) => a - b);
  if (typeof best !== "number" || numbers.length < axis.values.length || numbers.length < 2) return null;
  const found = { tag, arm, axis, best };
  const beyond = valuesBeyond(axis, numbers, best);
  if (beyond.length > 0) return { ...found, kind: "extend", values: beyond };
  const between = valuesBetween(numbers, best);
  return between.length === 0 ? null : { ...found, kind: "refine", values: between };
}

/** Whether the best differs from its baseline, or the baseline, being best, from a configuration, by more than chance. */
function isSupported({ arms }: Report, best: Arm, tag: string): boolean {
  const against = best.baseline === best.key ? arms.filter(({ baseline }) => baseline === best.key) : [best];
  return against.some(({ cells }) => {
    const difference = cells[tag]?.difference;
    return difference !== null && difference !== undefined && isSignificant(difference);
  });
}

/** Two values beyond the end that the best is, by the last ratio or distance; knobs do not go below 0. */
function valuesBeyond({ values }: SweepAxis, numbers: readonly number[], best: number): number[] {
  const byRatio = axisScale(values).kind === "log";
  const steps = byRatio ? numbers.filter(value => value > 0) : numbers;
  const at = steps.indexOf(best);
  const neighbour = at === 0 ? steps[1] : at === steps.length - 1 ? steps[at - 1] : undefined;
  if (neighbour === undefined || at < 0) return [];
  return [1, 2]
    .map(by => readable(byRatio ? best * (best / neighbour) ** by : best + by * (best - neighbour)))
    .filter(value => value > 0 && !numbers.includes(value))
    .sort((a, b) => a - b);
}

/** The middles between the best and its neighbours: by ratio between numbers above 0, else by distance. */
function valuesBetween(numbers: readonly number[], best: number): number[] {
  const at = numbers.indexOf(best);
  return [numbers[at - 1], numbers[at + 1]]
    .flatMap(neighbour => {
      if (neighbour === undefined) return [];
      return readable(neighbour > 0 && best > 0 ? Math.sqrt(neighbour * best) : (neighbour + best) / 2);
    })
    .filter(value => !numbers.includes(value));
}

/** The warning that the best is at the edge of the grid, with the figures it rests on. */
export function edgeText(report: Report, { tag, arm, axis, best }: NextValues): string {
  const cell = arm.cells[tag];
  const figures = cell === undefined ? "" : ` ${cellText(cell)}`;
  const difference = cell?.difference ? `, ${differenceText(cell.difference)} against the baseline` : "";
  const numbers = axis.values.filter(value => typeof value === "number");
  const end = best === Math.max(...numbers) ? "largest value" : "least value above 0";
  return `The best ${titleOf(tag).toLowerCase()},${figures} at ${armText(report, arm)}${difference}, is at the edge of the grid: ${valueText(best)} is the ${end} of ${axis.key} that was tried. A better one may lie beyond.`;
}

/** "2 and 20" */
export const valuesText = (values: readonly number[]): string => values.map(valueText).join(" and ");

/** The edit of the sweep file that tries them. */
export function editText({ tag, axis, kind, values }: NextValues): string {
  const what =
    kind === "extend" ? "To extend the grid" : `To refine around the best ${titleOf(tag).toLowerCase()}`;
  return `${what}, write ${valuesText(values)} among the values of "${axis.key}" in the sweep file, and start the sweep again: it trains what is missing.`;
}

/** What may be tried next by a measure, an axis after the other; nothing where there is no measure to judge by. */
export const allNextValues = (report: Report, tag: string | null): NextValues[] =>
  tag === null ? [] : report.axes.flatMap(axis => nextValues(report, tag, axis) ?? []);

/** The warning, where the best is at the edge, and the edit. */
export const nextLines = (report: Report, next: NextValues): string[] =>
  next.kind === "extend" ? [edgeText(report, next), editText(next)] : [editText(next)];

/** What a report says of the edge of its grid, by one of its measures: the warning and the edit, or the finer grid. */
export const edgeFindings = (report: Report, tag = usualBest(report)): string[] =>
  allNextValues(report, tag).flatMap(next => nextLines(report, next));
