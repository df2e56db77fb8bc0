import assert from "node:assert/strict";
import { test } from "node:test";
import { readExperiment } from "../experiment/read.ts";
import type { TbEvent } from "../formats/tensorboard.ts";
import { gapRule } from "./gap-rule.ts";
import { SeriesStore } from "./series-store.ts";

const experiment = readExperiment(
  `{ "data": { "kind": "ring" }, "record": { "scalars": 10 },
     "penalties": { "r1": { "gamma": 1, "every": 25 } } }`,
  "ring.gan.json",
);

const scalars = (step: number, values: Readonly<Record<string, number>>): TbEvent => ({
  wallTime: 0,
  step,
  kind: "scalars",
  scalars: values,
});

/** A curve as "step value", "step -" for a gap. */
const told = (store: SeriesStore, tag: string): string => {
  const series = store.get(tag);
  return Array.from({ length: series?.length ?? 0 }, (_, i) => {
    const value = series?.value(i) ?? NaN;
    return `${series?.step(i)} ${Number.isNaN(value) ? "-" : value}`;
  }).join(", ");
};

test("pairing has a gap in every interval in which its weight was 0, a knob's own curve never", () => {
  const store = new SeriesStore({ gaps: gapRule(experiment) });
  const knob = { "knob/pairing.weight": 0.5 };
  for (const step of [10, 20, 30, 40, 50]) {
    const off = step === 30 || step === 40;
    const pairing = off ? {} : { "loss/pairing": step, "pairing/accuracy": 0.5 };
    store.apply(scalars(step, { "loss/generator": 1, "loss/discriminator": 1, ...pairing }));
    if (step === 20) store.apply(scalars(25, knob));
  }
  assert.equal(told(store, "loss/pairing"), "10 10, 20 20, 30 -, 40 -, 50 50");
  assert.equal(told(store, "pairing/accuracy"), "10 0.5, 20 0.5, 30 -, 40 -, 50 0.5");
  assert.equal(told(store, "loss/generator"), "10 1, 20 1, 30 1, 40 1, 50 1");
  assert.equal(told(store, "knob/pairing.weight"), "25 0.5");
});

test("an evaluation leaves a gap in every measure that it has no value of, and in nothing else", () => {
  const store = new SeriesStore({ gaps: gapRule(experiment) });
  const evaluation = (step: number, rank: number | null) => {
    store.apply(scalars(step, { "loss/generator": 1, "loss/pairing": 2 }));
    const measured = rank === null ? {} : { "collapse/effective_rank": rank };
    store.apply(scalars(step, { "quality/coverage": 0.5, ...measured, "knob/pace": 0 }));
    store.apply(scalars(step, { "speed/steps_per_second": 9 }));
  };
  evaluation(0, null); // a curve begins with a value
  evaluation(100, 2);
  evaluation(200, null);
  evaluation(300, null);
  evaluation(400, 1);
  assert.equal(told(store, "collapse/effective_rank"), "100 2, 200 -, 300 -, 400 1");
  assert.equal(told(store, "loss/pairing"), "0 2, 100 2, 200 2, 300 2, 400 2");
  assert.equal(told(store, "quality/coverage"), "0 0.5, 100 0.5, 200 0.5, 300 0.5, 400 0.5");
});

test("a penalty that has its turn at every 25th step has gaps only in intervals that hold one", () => {
  const store = new SeriesStore({ gaps: gapRule(experiment) });
  for (let step = 10; step <= 120; step += 10) {
    const turn = Math.floor(step / 25) > Math.floor((step - 10) / 25);
    const isOn = step !== 80; // its turn at 75, with gamma 0
    store.apply(scalars(step, { "loss/generator": 1, ...(turn && isOn ? { "loss/r1": step } : {}) }));
  }
  assert.equal(told(store, "loss/r1"), "30 30, 50 50, 80 -, 100 100");
});

test("gaps go with what a restart makes void, and come again", () => {
  const store = new SeriesStore({ gaps: gapRule(experiment) });
  const interval = (step: number, pairing: boolean) => {
    store.apply(scalars(step, { "loss/generator": 1, ...(pairing ? { "loss/pairing": 2 } : {}) }));
  };
  for (const step of [10, 20, 30]) interval(step, step === 10);
  store.apply({ wallTime: 0, step: 20, kind: "restart" });
  assert.equal(told(store, "loss/pairing"), "10 2");
  interval(20, true);
  interval(30, false);
  assert.equal(told(store, "loss/pairing"), "10 2, 20 2, 30 -");
});

test("nothing is known of what other programs record together, nor of an experiment of another version", () => {
  const foreign = new SeriesStore();
  for (const step of [10, 20, 30])
    foreign.apply(scalars(step, { "loss/generator": 1, ...(step === 20 ? {} : { "loss/pairing": 2 }) }));
  assert.equal(told(foreign, "loss/pairing"), "10 2, 30 2");
  assert.deepEqual(gapRule({})(7, { "loss/generator": 1, "loss/r1": 1, "loss/r2": 1, "loss/pairing": 1 }), [
    "pairing/accuracy",
    "loss/gradient_penalty",
  ]);
});
