export interface SweepAxis {
  /** A key path of the experiment. */
  readonly key: string;
  readonly values: readonly unknown[];
}

/** A configuration: a value for each axis, by key path. */
export type Point = Readonly<Record<string, unknown>>;

export interface Axes {
  readonly axes: readonly SweepAxis[];
}

/** What configurations follow from: the axes, and the experiment, loosely typed, since another version may have written it. */
export interface SweepPlan extends Axes {
  readonly experiment: Readonly<Record<string, unknown>>;
}
