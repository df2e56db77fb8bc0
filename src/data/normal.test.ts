import assert from "node:assert/strict";
import { test } from "node:test";
import { peersMissing, python } from "../../test/peers/python.ts";
import { logOfTail, normalOf } from "./normal.ts";

const skip = peersMissing("scipy");

/** Both ends, the edges of the regions (|u - 1/2| = 0.425), the middle, powers of two and a regular grid. */
const edges = [0.075, 0.925].map(u => Math.floor(u * 2 ** 32));
const sample = [
  ...[0, 1, 2, 3, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1],
  ...edges.flatMap(edge => [edge - 1, edge, edge + 1]),
  ...Array.from({ length: 32 }, (_, e) => 2 ** e),
  ...Array.from({ length: 5000 }, (_, i) => i * 858_993 + 17),
];

test("the inverse of the normal distribution is antisymmetric and increasing", () => {
  const sorted = [...new Set(sample)].sort((a, b) => a - b);
  let before = -Infinity;
  for (const bits of sorted) {
    const value = normalOf(bits);
    assert.ok(value > before, `${bits}`);
    assert.equal(normalOf(2 ** 32 - 1 - bits), -value);
    before = value;
  }
  assert.ok(Math.abs(normalOf(0)) < 6.35);
});

test("the logarithm of a tail agrees with the engine's own to two units in the last place", () => {
  for (const bits of sample) {
    const n = Math.min(2 * bits + 1, 2 ** 32 - 1);
    const expected = Math.log(n / 2 ** 33);
    assert.ok(Math.abs(logOfTail(n) / expected - 1) <= 2 ** -51, `${n}`);
  }
});

test("the inverse of the normal distribution agrees with scipy to 1e-10", { skip }, () => {
  const program =
    "from scipy.special import ndtri\nprint(json.dumps([ndtri((b + 0.5) / 2**32) for b in given]))";
  const expected = python(program, sample) as number[];
  assert.equal(expected.length, sample.length);
  sample.forEach((bits, i) => {
    const difference = Math.abs(normalOf(bits) - (expected[i] ?? NaN));
    assert.ok(difference <= 1e-10, `${bits}: ${difference}`);
  });
});
