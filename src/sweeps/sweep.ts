import type { Experiment } from "../experiment/schema.ts";
import type { Halving } from "./schema.ts";

export interface SweepAxis {
  /** A key path of the experiment. */
  readonly key: string;
  readonly values: readonly unknown[];
}

/** A configuration: a value for each axis, by key path. */
export type Point = Readonly<Record<string, unknown>>;

/** What a sweep file means: axes are lists of values, everything is named. */
export interface Sweep {
  /** The file's name without `.sweep.json`. */
  readonly name: string;
  /** Absolute. */
  readonly experimentFile: string;
  /** As resolved without any axis. */
  readonly experiment: Experiment;
  readonly axes: readonly SweepAxis[];
  readonly seeds: readonly number[];
  /** Null: every measure. */
  readonly measures: readonly string[] | null;
  readonly halving: Halving | null;
}

/** One run of a sweep. */
export interface PlannedRun {
  readonly point: Point;
  readonly seed: number;
}

type Axes = Pick<Sweep, "axes">;

export function countPoints({ axes }: Axes): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

/** Every configuration, all values with all; the last axis varies fastest. The first one is the baseline. */
export function pointsOf({ axes }: Axes): Point[] {
  return axes.reduce<Point[]>(
    (points, { key, values }) => points.flatMap(point => values.map(value => ({ ...point, [key]: value }))),
    [{}],
  );
}

/** Every run in the order of starting: seed by seed, so that every configuration has its first figures early. */
export function runsOf(sweep: Pick<Sweep, "axes" | "seeds">): PlannedRun[] {
  const points = pointsOf(sweep);
  return sweep.seeds.flatMap(seed => points.map(point => ({ point, seed })));
}

/** A name for a configuration that is equal for equal ones; a point read from a run may have its keys in any order. */
export function pointKey({ axes }: Axes, point: Point): string {
  return JSON.stringify(axes.map(({ key }) => point[key] ?? null));
}

export const runKey = (axes: Axes, { point, seed }: PlannedRun): string => `${seed} ${pointKey(axes, point)}`;
