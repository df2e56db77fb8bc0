import type { Experiment } from "../experiment/schema.ts";
import { settled } from "./same-training.ts";
import type { Halving } from "./schema.ts";
import type { Axes, Point, SweepAxis, SweepPlan } from "./sweep-plan.ts";

/** What a sweep file means: axes are lists of values, everything is named. */
export interface Sweep {
  /** The file's name without `.sweep.json`. */
  readonly name: string;
  /** The file that it was read from, absolute; null where it was made of an experiment's alone. */
  readonly sweepFile: string | null;
  /** Absolute. */
  readonly experimentFile: string;
  /** As resolved without any axis. */
  readonly experiment: Experiment;
  readonly axes: readonly SweepAxis[];
  readonly seeds: readonly number[];
  /** Null: every measure. */
  readonly measures: readonly string[] | null;
  /** What a report compares with, as far as the file says: values of axes; null: the usual (baseline.ts). */
  readonly baseline: Point | null;
  readonly halving: Halving | null;
}

/** One run of a sweep. */
export interface PlannedRun {
  readonly point: Point;
  readonly seed: number;
}

/** How many combinations of values there are. */
export const countCombinations = ({ axes }: Axes): number =>
  axes.reduce((product, { values }) => product * values.length, 1);

/** All values with all; the last axis varies fastest. */
export function combinationsOf({ axes }: Axes): Point[] {
  return axes.reduce<Point[]>(
    (points, { key, values }) => points.flatMap(point => values.map(value => ({ ...point, [key]: value }))),
    [{}],
  );
}

/** Every configuration, in the order of the combinations; those that train the same bytes are one. */
export function pointsOf(plan: SweepPlan): Point[] {
  const points = combinationsOf(plan).map(point => [pointKey(plan, point), settled(plan, point)] as const);
  return [...new Map(points).values()];
}

export const countPoints = (plan: SweepPlan): number => pointsOf(plan).length;

/** Every run in the order of starting: seed by seed, so that every configuration has its first figures early. */
export function runsOf(sweep: SweepPlan & Pick<Sweep, "seeds">): PlannedRun[] {
  const points = pointsOf(sweep);
  return sweep.seeds.flatMap(seed => points.map(point => ({ point, seed })));
}

/** A name for values of axes that is equal for equal ones; a point read from a run may have its keys in any order. */
export const valuesKey = ({ axes }: Axes, point: Point): string =>
  JSON.stringify(axes.map(({ key }) => point[key] ?? null));

/** A name for a configuration, the same for all points that train the same bytes. */
export const pointKey = (plan: SweepPlan, point: Point): string => valuesKey(plan, settled(plan, point));

export const runKey = (plan: SweepPlan, { point, seed }: PlannedRun): string =>
  `${seed} ${pointKey(plan, point)}`;
