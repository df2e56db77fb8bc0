import assert from "node:assert/strict";
import { test } from "node:test";
import { IntervalMeans } from "./interval-means.ts";

test("a mean is over the steps that had a value", () => {
  const means = new IntervalMeans();
  for (const value of [1, 2, 6]) means.add("loss/generator", value);
  means.add("loss/pairing", 5);
  assert.deepEqual(means.take(), { "loss/generator": 3, "loss/pairing": 5 });
});

test("what was taken does not count again, and a tag without a value is left out", () => {
  const means = new IntervalMeans();
  means.add("a", 1);
  means.take();
  means.add("b", 2);
  assert.deepEqual(means.take(), { b: 2 });
  assert.deepEqual(means.take(), {});
});

test("partial sums that went through a checkpoint at any step give the very same means", () => {
  const values = Array.from({ length: 10 }, (_, i) => Math.fround(Math.sin(i) * 10 ** (i - 5)));
  const whole = new IntervalMeans();
  for (const value of values) whole.add("a", value);
  const expected = whole.take();
  for (let cut = 0; cut <= values.length; cut++) {
    const before = new IntervalMeans();
    for (const value of values.slice(0, cut)) before.add("a", value);
    const after = IntervalMeans.from(
      new Map([...before.tensors(), ["generator.0.weight", { shape: [1], data: Float32Array.of(7) }]]),
    );
    for (const value of values.slice(cut)) after.add("a", value);
    assert.deepEqual(after.take(), expected, `cut at ${cut}`);
  }
});

test("tensors come in the order of their tags, so that equal sums are equal bytes", () => {
  const [one, other] = [new IntervalMeans(), new IntervalMeans()];
  for (const tag of ["a", "b", "c"]) one.add(tag, 1);
  for (const tag of ["c", "a", "b"]) other.add(tag, 1);
  assert.deepEqual(one.tensors(), other.tensors());
});
