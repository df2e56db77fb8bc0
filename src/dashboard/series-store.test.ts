import assert from "node:assert/strict";
import { test } from "node:test";
import type { TbEvent } from "../formats/tensorboard.ts";
import { SeriesStore } from "./series-store.ts";

const scalars = (step: number, values: Readonly<Record<string, number>>): TbEvent => ({
  wallTime: 0,
  step,
  kind: "scalars",
  scalars: values,
});
const restart = (step: number): TbEvent => ({ wallTime: 0, step, kind: "restart" });

const points = (store: SeriesStore, tag: string) => {
  const series = store.get(tag);
  return Array.from({ length: series?.length ?? 0 }, (_, i) => [series?.step(i), series?.value(i)]);
};

test("a restart makes void what came at its step and later, and numbers of points start a new generation", () => {
  const store = new SeriesStore();
  for (const step of [0, 10, 20, 30])
    store.apply(scalars(step, { a: step, ...(step >= 20 ? { late: 1 } : {}) }));
  assert.equal(store.generation, 0);
  store.apply(restart(40));
  assert.equal(store.generation, 0); // nothing went away
  store.apply(restart(20));
  assert.equal(store.generation, 1);
  assert.deepEqual(points(store, "a"), [
    [0, 0],
    [10, 10],
  ]);
  assert.deepEqual([...store.tags], ["a"]);
  store.apply(scalars(20, { a: 99 }));
  assert.deepEqual(points(store, "a").at(-1), [20, 99]);
});

test("a step that was there already replaces what followed, for that tag", () => {
  const store = new SeriesStore();
  for (const step of [0, 10, 20]) store.apply(scalars(step, { a: step, b: step }));
  store.apply(scalars(10, { a: 7 }));
  assert.deepEqual(points(store, "a"), [
    [0, 0],
    [10, 7],
  ]);
  assert.equal(points(store, "b").length, 3);
  assert.equal(store.generation, 1);
});

test("values that are not finite, steps below 0 and endless tags are left out", () => {
  const store = new SeriesStore();
  store.apply(scalars(1, { a: NaN, b: Infinity, ["x".repeat(400)]: 1 }));
  store.apply(scalars(-1, { c: 1 }));
  assert.deepEqual([...store.tags], []);
  store.apply(scalars(1, Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`t${i}`, i]))));
  assert.equal([...store.tags].length, 1000);
});

test("what is no number leaves a gap in a curve that has begun", () => {
  const store = new SeriesStore({ goingBack: "also" });
  for (const [step, value] of [
    [0, NaN],
    [5, 1],
    [10, NaN],
    [15, 2],
  ] as const)
    store.add("a", step, value);
  assert.deepEqual(points(store, "a"), [
    [5, 1],
    [10, NaN],
    [15, 2],
  ]);
});

test("where steps need not ascend every point is kept in its place, and what is left out is counted", () => {
  const store = new SeriesStore({ goingBack: "also" });
  const steps = [5, 5, 9, 2, 5, 0, 9, 2, 12];
  steps.forEach((step, i) => {
    store.add("a", step, i);
    // Whoever looks in between sees the same.
    if (i % 3 === 0) store.get("a");
  });
  const expected = steps.map((step, i) => [step, i] as const).sort(([a], [b]) => a - b);
  assert.deepEqual(points(store, "a"), expected);
  assert.ok(store.generation > 0);
  store.add("a", -3, 1);
  store.add("a", 20, NaN);
  assert.deepEqual(store.leftOut, { curves: 0, values: 1, early: 1, further: 0 });
  store.add("a", 3, 7);
  store.purge(5);
  assert.deepEqual(points(store, "a"), [...expected.filter(([step]) => step < 5), [3, 7]]);
});
