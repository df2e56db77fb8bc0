import assert from "node:assert/strict";
import { test } from "node:test";
import { checkKnob } from "./knobs.ts";
import { readExperiment } from "./read.ts";
import type { Experiment, ScheduledChange } from "./schema.ts";
import { branchSchedule, standing, timeline } from "./timeline.ts";
import type { Intervention } from "./timeline.ts";

const plain = readExperiment('{ "data": { "kind": "ring" }, "steps": 60 }', "t.gan.json");
const weight = "pairing.weight";
const noise = "pairing.noise";

const planned = (...schedule: ScheduledChange[]): Experiment => ({ ...plain, schedule });
const values = (
  experiment: Experiment,
  interventions: readonly Intervention[],
  steps: readonly number[],
  key = weight,
) => steps.map(step => timeline(experiment, interventions).at(step)[key]);

test("a planned change at a step holds from the next one", () => {
  const experiment = planned({ at: 10, set: weight, to: 0.02, over: 0 });
  assert.deepEqual(values(experiment, [], [0, 1, 10, 11, 60]), [0, 0, 0, 0.02, 0.02]);
  assert.equal(timeline(experiment, []).nextChange(0), 11);
  assert.equal(timeline(experiment, []).nextChange(10), 11);
  assert.equal(timeline(experiment, []).nextChange(11), null);
});

test("a change at step 0 holds from the first step", () => {
  assert.deepEqual(values(planned({ at: 0, set: weight, to: 1, over: 0 }), [], [0, 1]), [0, 1]);
});

test("a ramp moves linearly, arrives exactly and changes at each of its steps", () => {
  const experiment = planned({ at: 10, set: weight, to: 0.3, over: 3 });
  assert.deepEqual(values(experiment, [], [10, 11, 12, 13, 14]), [0, (0.3 * 1) / 3, (0.3 * 2) / 3, 0.3, 0.3]);
  const { nextChange } = timeline(experiment, []);
  assert.deepEqual([0, 10, 11, 12, 13].map(nextChange), [11, 11, 12, 13, null]);
});

test("a later change overrides an unfinished ramp", () => {
  const experiment = planned({ at: 0, set: weight, to: 1, over: 10 }, { at: 5, set: weight, to: 0, over: 5 });
  assert.deepEqual(values(experiment, [], [5, 6, 10, 11]), [0.5, 0.5 - 0.1, 0, 0]);
});

test("at one step an intervention wins over the schedule, and the later of two interventions", () => {
  const experiment = planned({ at: 5, set: weight, to: 1, over: 10 });
  const interventions = [
    { step: 5, key: weight, to: 2 },
    { step: 5, key: weight, to: 3 },
  ];
  assert.deepEqual(values(experiment, interventions, [5, 6, 15]), [0, 3, 3]);
});

test("changes to the same value are no change", () => {
  assert.equal(timeline(planned({ at: 5, set: weight, to: 0, over: 3 }), []).nextChange(0), null);
});

/** A small generator for made-up timelines (Lehmer 1951). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

function madeUp(seed: number): { experiment: Experiment; interventions: Intervention[] } {
  const below = random(seed + 1);
  const key = () => (below(2) === 0 ? weight : noise);
  const schedule = new Map<string, ScheduledChange>();
  for (let index = below(6); index > 0; index--) {
    const change = { at: below(40), set: key(), to: below(5), over: below(3) === 0 ? 0 : below(20) };
    schedule.set(`${change.at} ${change.set}`, change);
  }
  const interventions = Array.from({ length: below(4) }, () => ({
    step: below(40),
    key: key(),
    to: below(5),
  }));
  return {
    experiment: planned(...schedule.values()),
    interventions: interventions.sort((a, b) => a.step - b.step),
  };
}

/** The values step by step, as the words of the definition say. */
function walked(
  { experiment, interventions }: ReturnType<typeof madeUp>,
  key: string,
  initial: number,
): number[] {
  const changes = [
    ...experiment.schedule
      .map(({ at, set, to, over }) => ({ at, set, to, over }))
      .sort((a, b) => a.at - b.at),
    ...interventions.map(({ step, key: set, to }) => ({ at: step, set, to, over: 0 })),
  ];
  const result = [initial];
  let now: (step: number) => number = () => initial;
  for (let step = 1; step <= 60; step++) {
    for (const { at, set, to, over } of changes) {
      if (at !== step - 1 || set !== key) continue;
      const from = result[at] ?? initial;
      now = s => (s >= at + over ? to : from + ((to - from) * (s - at)) / over);
    }
    result.push(now(step));
  }
  return result;
}

test("any timeline equals a walk through its steps, and nextChange finds every change", () => {
  for (let seed = 0; seed < 500; seed++) {
    const story = madeUp(seed);
    const line = timeline(story.experiment, story.interventions);
    const expected = [walked(story, weight, 0), walked(story, noise, 0.1)];
    for (let step = 0; step <= 60; step++) {
      const at = line.at(step);
      assert.deepEqual(
        [at[weight], at[noise]],
        [expected[0]?.[step], expected[1]?.[step]],
        `seed ${seed} step ${step}`,
      );
    }
    const changes = Array.from({ length: 60 }, (_, index) => index + 1).filter(step =>
      expected.some(list => list[step] !== list[step - 1]),
    );
    for (let step = 0; step <= 60; step++) {
      const next = changes.find(change => change > step) ?? null;
      assert.equal(line.nextChange(step), next, `seed ${seed} after ${step}`);
    }
  }
});

test("straight lines between the corners of a knob are its values, and no corner lies where nothing bends", () => {
  for (let seed = 0; seed < 500; seed++) {
    const story = madeUp(seed);
    const { at, corners } = timeline(story.experiment, story.interventions);
    for (const key of [weight, noise]) {
      const value = (step: number) => at(step)[key] ?? NaN;
      const bends = corners(0, 60).flatMap(({ step, keys }) => (keys.includes(key) ? [step] : []));
      assert.deepEqual(
        bends,
        [...new Set(bends)].sort((a, b) => a - b),
      );
      const ends = [...new Set([0, ...bends, 60])].sort((a, b) => a - b);
      for (const [index, to] of ends.entries()) {
        const from = ends[index - 1] ?? 0;
        for (let step = from; step < to; step++) {
          const line = value(from) + ((value(to) - value(from)) * (step - from)) / (to - from);
          assert.ok(Math.abs(value(step) - line) < 1e-12, `seed ${seed}, ${key} at ${step}`);
        }
      }
      for (let step = 1; step < 60; step++) {
        const bent = Math.abs(value(step + 1) - 2 * value(step) + value(step - 1)) > 1e-12;
        if (bent) assert.ok(bends.includes(step), `seed ${seed}, ${key} bends at ${step}`);
      }
    }
    const all = corners(0, 60);
    for (let step = 0; step < 60; step += 7)
      assert.deepEqual(
        corners(step, step + 6),
        all.filter(corner => corner.step >= step && corner.step <= step + 6),
      );
  }
});

test("a knob that is turned has a corner at that step and at the next, a ramp at its begin and its end", () => {
  const experiment = planned({ at: 10, set: weight, to: 1, over: 20 });
  const { corners } = timeline(experiment, [
    { step: 5, key: noise, to: 3 },
    { step: 8, key: noise, to: 3 },
  ]);
  assert.deepEqual(corners(0, 60), [
    { step: 5, keys: [noise] },
    { step: 6, keys: [noise] },
    { step: 10, keys: [weight] },
    { step: 30, keys: [weight] },
  ]);
  const stopped = timeline(experiment, [{ step: 20, key: weight, to: 0.5 }]);
  assert.deepEqual(
    stopped.corners(0, 60).map(({ step }) => step),
    [10, 20],
  );
});

test("a branch goes on as its parent would have without further interventions", () => {
  for (let seed = 0; seed < 300; seed++) {
    const { experiment, interventions } = madeUp(seed);
    for (const step of [0, 1, 7, 20, 39, 59]) {
      const branch = timeline(branchSchedule(experiment, interventions, step), []);
      const parent = timeline(
        experiment,
        interventions.filter(intervention => intervention.step < step),
      );
      for (let later = step + 1; later <= 60; later++) {
        for (const key of [weight, noise]) {
          const difference = Math.abs((branch.at(later)[key] ?? NaN) - (parent.at(later)[key] ?? NaN));
          assert.ok(difference < 1e-12, `seed ${seed} branch at ${step}, step ${later}, ${key}`);
        }
      }
    }
  }
});

test("a branch's experiment starts with the knobs of its step and leaves the parent's alone", () => {
  const experiment = planned({ at: 10, set: weight, to: 1, over: 10 });
  const branch = branchSchedule(experiment, [], 15);
  assert.equal(branch.pairing.weight, 0.5);
  assert.deepEqual(branch.schedule, [{ at: 15, set: weight, to: 1, over: 5 }]);
  assert.equal(experiment.pairing.weight, 0);
  assert.equal(checkKnob(branch, weight, 0.02), null);
});

test("the last word on a knob counts, although an older one was of a later step that the run has yet to come to again", () => {
  const turn = (step: number, to: number, key = weight) => ({ step, key, to });
  const made = [
    turn(10, 0.1),
    turn(30, 0.3),
    turn(31, 0.5, noise),
    turn(20, 0.2),
    turn(20, 0.25),
    turn(40, 0.4),
  ];
  const stand = standing(made);
  assert.deepEqual(stand, [
    turn(10, 0.1),
    turn(31, 0.5, noise),
    turn(20, 0.2),
    turn(20, 0.25),
    turn(40, 0.4),
  ]);
  assert.deepEqual(values(plain, stand, [20, 21, 31, 41]), [0.1, 0.25, 0.25, 0.4]);
  assert.deepEqual(standing(stand), stand);
});
