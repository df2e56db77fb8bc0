import assert from "node:assert/strict";
import { test } from "node:test";
import { Series } from "./series.ts";

/** A small generator of numbers, the same at every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function seriesOf(values: readonly number[], stride = 10): Series {
  const series = new Series();
  values.forEach((value, i) => {
    series.append(i * stride, value);
  });
  return series;
}

/** NaN is a gap: it stands only where there is nothing else. */
const plain = (values: readonly number[], from: number, to: number) => {
  const first = values.findIndex((value, i) => i >= from && i < to && !Number.isNaN(value));
  let lowest = first < 0 ? from : first;
  let highest = lowest;
  for (let i = from; i < to; i++) {
    if ((values[i] ?? 0) < (values[lowest] ?? 0)) lowest = i;
    if ((values[i] ?? 0) > (values[highest] ?? 0)) highest = i;
  }
  return { lowest, highest };
};

const isGap = (values: readonly number[], at: number) => Number.isNaN(values[at]);

/** The first point of the stretch of gaps or of values that a point is in, and the first one after it. */
function plainStretch(values: readonly number[], at: number): readonly [number, number] {
  let start = at;
  let end = at + 1;
  while (start > 0 && isGap(values, start - 1) === isGap(values, at)) start--;
  while (end < values.length && isGap(values, end) === isGap(values, at)) end++;
  return [start, end];
}

test("the extremes of every range are those of its points, the first of equal ones", () => {
  const random = numbers(1);
  // Few different values, so that there are equal ones.
  const values = Array.from({ length: 150 }, () => Math.floor(random() * 40));
  const series = seriesOf(values);
  for (let from = 0; from < values.length; from++)
    for (let to = from + 1; to <= values.length; to++)
      assert.deepEqual(series.extremes(from, to), plain(values, from, to), `${from} to ${to}`);
});

test("a long series that was cut and went on is as one that was never cut", () => {
  const random = numbers(2);
  const values = Array.from({ length: 5000 }, () => Math.fround(random()));
  const series = new Series();
  let at = 0;
  const fill = (to: number) => {
    for (; at < to; at++) series.append(at, values[at] ?? 0);
  };
  for (const [to, cut] of [
    [4000, 3999],
    [4096, 513],
    [2000, 0],
    [700, 512],
    [5000, 5000],
  ] as const) {
    fill(to);
    series.truncate(cut);
    at = cut;
    // Other values, cut away again: they must not stand in the pyramid.
    for (let i = 0; i < 60; i++) series.append(at + i, 100 + i);
    series.truncate(cut);
  }
  fill(5000);
  assert.equal(series.length, 5000);
  for (let i = 0; i < 2000; i++) {
    const from = Math.floor(random() * 4999);
    const to = from + 1 + Math.floor(random() * (5000 - from - 1));
    assert.deepEqual(series.extremes(from, to), plain(values, from, to), `${from} to ${to}`);
  }
});

test("gaps are no extremes, and where they begin and end is known, also after cuts", () => {
  const random = numbers(3);
  for (let round = 0; round < 60; round++) {
    // Rare gaps, many, and long ones: each next point is of the other kind with this chance.
    const turns = [0.01, 0.1, 0.5, 0.9][round % 4] ?? 0;
    const series = new Series();
    const values: number[] = [];
    let gap = false;
    for (let piece = 0; piece < 4; piece++) {
      const cut = piece === 0 ? 0 : Math.floor(random() * (values.length + 1));
      series.truncate(cut);
      values.length = cut;
      for (let left = Math.floor(random() * 150); left > 0; left--) {
        if (random() < turns) gap = !gap;
        const value = gap ? NaN : Math.floor(random() * 40);
        series.append(values.length, value);
        values.push(value);
      }
      for (let i = 0; i < values.length; i++) {
        const [start, end] = plainStretch(values, i);
        assert.deepEqual([series.stretchStart(i), series.stretchEnd(i)], [start, end]);
        const to = i + 1 + Math.floor(random() * (values.length - i));
        assert.deepEqual(
          series.extremes(i, to),
          plain(values, i, to),
          `${i} to ${to} of ${values.join(" ")}`,
        );
      }
    }
  }
});

test("points are found by their step", () => {
  const series = seriesOf([1, 2, 3, 4], 10); // steps 0, 10, 20, 30
  assert.deepEqual(
    [-1, 0, 1, 10, 30, 31].map(step => series.indexOf(step)),
    [0, 0, 1, 1, 3, 4],
  );
  assert.deepEqual(
    [-1, 0, 1, 10, 30, 31].map(step => series.indexOf(step, true)),
    [0, 1, 1, 2, 4, 4],
  );
  assert.equal(new Series().indexOf(3), 0);
  const long = seriesOf(
    Array.from({ length: 300 }, (_, i) => i),
    2,
  );
  for (let start = 0; start <= 300; start += 7)
    for (let step = 0; step <= 602; step++) {
      assert.equal(long.indexOf(step, false, start), Math.max(start, Math.min(300, Math.ceil(step / 2))));
      assert.equal(long.indexOf(step, true, start), Math.max(start, Math.min(300, Math.floor(step / 2) + 1)));
    }
});

test("a copy fills its buffers and stays as it was", () => {
  const series = seriesOf([1, 2, 3]);
  const { steps, values } = series.copy(1, 99);
  series.truncate(1);
  series.append(10, 9);
  assert.deepEqual([...steps], [10, 20]);
  assert.deepEqual([...values], [2, 3]);
  assert.equal(values.buffer.byteLength, 8);
});
