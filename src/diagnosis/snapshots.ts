import { measures, trainingScalars } from "../experiment/catalog.ts";
import type { Points } from "./points.ts";

/** What is known at one evaluation, by tag: measures as they were, training scalars as means since the one before. */
export interface Snapshot {
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** The newest `count` evaluations after step 0, newest first; fewer where there are fewer. */
export function newestSnapshots(points: (tag: string) => Points | undefined, count: number): Snapshot[] {
  const measured = Object.keys(measures).flatMap(tag => points(tag) ?? []);
  const newest: number[] = [];
  for (let below = Infinity; newest.length <= count;) {
    const steps = measured.flatMap(series => {
      const at = below === Infinity ? series.length : series.indexOf(below);
      return at > 0 ? [series.step(at - 1)] : [];
    });
    if (steps.length === 0) break;
    below = Math.max(...steps);
    newest.push(below);
  }
  return newest
    .slice(0, count)
    .filter(step => step > 0)
    .map((step, i) => ({ step, values: valuesAt(points, newest[i + 1] ?? 0, step) }));
}

function valuesAt(
  points: (tag: string) => Points | undefined,
  before: number,
  step: number,
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const tag of Object.keys(measures)) {
    const series = points(tag);
    const at = series?.indexOf(step) ?? 0;
    if (series === undefined || at >= series.length || series.step(at) !== step) continue;
    if (!Number.isNaN(series.value(at))) values[tag] = series.value(at);
  }
  for (const tag of Object.keys(trainingScalars)) {
    const series = points(tag);
    const [from, to] = [series?.indexOf(before, true) ?? 0, series?.indexOf(step, true) ?? 0];
    let sum = 0;
    let count = 0;
    for (let i = from; i < to; i++) {
      const value = series?.value(i) ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    if (count > 0) values[tag] = sum / count;
  }
  return values;
}
