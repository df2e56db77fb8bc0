import assert from "node:assert/strict";
import { test } from "node:test";
import { beyond, nudged, positionOf, scaleMarks, valueAt, ZERO_GAP } from "./knob-scale.ts";

const weight = { from: 1e-4, to: 1, zero: true };
const temperature = { from: 1e-3, to: 10, zero: false };

test("zero is the left end, the lowest value lies after a gap, the highest at the right end", () => {
  assert.equal(positionOf(weight, 0), 0);
  assert.equal(positionOf(weight, 1e-4), ZERO_GAP);
  assert.equal(positionOf(weight, 1), 1);
  assert.equal(positionOf(temperature, 1e-3), 0);
});

test("every two-digit value comes back from its place", () => {
  for (const scale of [weight, temperature]) {
    for (let exponent = -3; exponent < 0; exponent++) {
      for (let digits = 10; digits < 100; digits++) {
        const value = Number((digits * 10 ** (exponent - 1)).toPrecision(2));
        if (value < scale.from) continue;
        assert.equal(valueAt(scale, positionOf(scale, value)), value);
      }
    }
  }
  assert.equal(valueAt(weight, positionOf(weight, 0)), 0);
});

test("places grow with values, and nothing leaves the slider", () => {
  let before = -1;
  for (const value of [0, 1e-4, 2e-4, 0.01, 0.5, 1]) {
    const position = positionOf(weight, value);
    assert.ok(position > before);
    before = position;
  }
  for (const value of [-1, Number.NaN, 1e-9, 1e9]) {
    const position = positionOf(weight, value);
    assert.ok(position >= 0 && position <= 1);
  }
});

test("the gap gives its nearer end, and a slider without zero never gives 0", () => {
  assert.equal(valueAt(weight, ZERO_GAP * 0.49), 0);
  assert.equal(valueAt(weight, ZERO_GAP * 0.51), 1e-4);
  assert.equal(valueAt(temperature, 0), 1e-3);
  assert.equal(valueAt(weight, 2), 1);
});

test("arrow keys move by a tenth or a decade, and always move", () => {
  assert.equal(nudged(weight, 0.02, true, false), 0.022);
  assert.equal(nudged(weight, 0.02, true, true), 0.2);
  assert.equal(nudged(weight, 0.02, false, true), 0.002);
  assert.equal(nudged(weight, 0, true, false), 1e-4);
  assert.equal(nudged(weight, 1e-4, false, false), 0);
  assert.equal(nudged(temperature, 1e-3, false, false), 1e-3);
  for (let digits = 10; digits < 100; digits++) {
    const value = digits / 1000;
    assert.ok(nudged(weight, value, true, false) > value);
    assert.ok(nudged(weight, value, false, false) < value);
  }
});

test("the marks are zero, the decades and what lies between", () => {
  const marks = scaleMarks(weight);
  assert.deepEqual(
    marks.filter(mark => mark.major).map(mark => mark.value),
    [0, 1e-4, 1e-3, 0.01, 0.1, 1],
  );
  assert.equal(marks.length, 1 + 4 * 9 + 1);
});

test("a value that the slider cannot show is told apart by its side", () => {
  const scale = { from: 0.001, to: 1, zero: true };
  assert.deepEqual(
    [2, 1, 0.5, 0.001, 0.0001, 0].map(value => beyond(scale, value)),
    ["above", null, null, null, "below", null],
  );
  assert.equal(beyond({ ...scale, zero: false }, 0), "below");
});
