import assert from "node:assert/strict";
import type { Executor } from "../../src/execution/executor.ts";
import { openDataset } from "../../src/data/open-dataset.ts";
import { initialKnobs } from "../../src/experiment/knobs.ts";
import type { Experiment } from "../../src/experiment/schema.ts";
import { buildModel } from "../../src/training/model.ts";
import { Programs } from "../../src/training/programs.ts";
import { startingState } from "../../src/training/step.ts";
import { variantAt } from "../../src/training/variant.ts";

/** What a step reports, by tag. */
export type Losses = Readonly<Record<string, number>>;

export interface FirstSteps {
  readonly losses: readonly Losses[];
  /** Means of the gradients, as Adam keeps them after the last of the steps, by name. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** What the first steps give, by the product's own step on an executor. */
export async function firstSteps(
  executor: Executor,
  experiment: Experiment,
  steps: number,
): Promise<FirstSteps> {
  const dataset = await openDataset(experiment.data);
  const model = buildModel(experiment, dataset.sampleShape);
  executor.put(startingState(model, experiment.seed));
  const programs = new Programs(model, dataset, executor, experiment.seed, 1);
  const knobs = initialKnobs(experiment);
  const losses: Losses[] = [];
  for (let step = 1; step <= steps; step++) {
    const scalars = await programs.run(variantAt(experiment, knobs, step), step, 1, () => knobs);
    losses.push(Object.fromEntries(Object.entries(scalars).map(([tag, [value = NaN]]) => [tag, value])));
  }
  const moments = await executor.get(Object.keys(model.groups).map(group => `${group}.optimizer.m`));
  return { losses, gradients: new Map([...moments].map(([name, { data }]) => [name, data])) };
}

/** Relative to a loss, or to a gradient's largest number. */
const TOLERANCE = 1e-5;
/** Scores of both signs, whose means are near 0, are held as close as those of this size. */
const SMALL = 0.1;

/** How far apart two devices may be that report this. */
const tolerance = (tag: string, value: number, batch: number): number =>
  // A share of rows: where two partners are equally similar, rounding decides which one counts.
  tag === "pairing/accuracy" ? 1.001 / batch : TOLERANCE * Math.max(Math.abs(value), SMALL);

/** Throws where two devices report something else, but for rounding. */
export function assertSameLosses(
  found: readonly Losses[],
  expected: readonly Losses[],
  { name, batch }: Experiment,
): void {
  assert.equal(found.length, expected.length);
  expected.forEach((losses, i) => {
    assert.deepEqual(Object.keys(found[i] ?? {}).sort(), Object.keys(losses).sort());
    for (const [tag, value] of Object.entries(losses)) {
      const other = found[i]?.[tag] ?? NaN;
      const close = Math.abs(other - value) <= tolerance(tag, value, batch);
      assert.ok(close, `${name}: ${tag} at step ${i + 1} is ${other}, ${value} on the processor`);
    }
  });
}

/** Throws where two devices have other gradients, but for rounding. */
export function assertSameGradients(
  found: FirstSteps["gradients"],
  expected: FirstSteps["gradients"],
  { name }: Experiment,
): void {
  for (const [key, values] of expected) {
    const others = found.get(key);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const apart = values.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (others?.[i] ?? NaN))),
      0,
    );
    assert.ok(apart <= TOLERANCE * largest, `${name}: ${key} is ${apart} apart, of ${largest}`);
  }
}
