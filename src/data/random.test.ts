import assert from "node:assert/strict";
import { test } from "node:test";
import { philox } from "./philox.ts";
import { fillNormal, fillUniform, randomBits, streams, type StreamName } from "./random.ts";

const hex = (words: Uint32Array) => Array.from(words, word => word.toString(16).padStart(8, "0")).join(" ");

function mean(values: Float64Array, of: (value: number) => number = value => value): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}

function normals(count: number, seed: number, stream: StreamName, step: number): Float64Array {
  const out = new Float64Array(count);
  fillNormal(out, { seed, stream, step });
  return out;
}

test("Philox4x32-10 gives the known answers of Random123", () => {
  const all = 0xffffffff;
  const known: [number[], string][] = [
    [[0, 0, 0, 0, 0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[all, all, all, all, all, all], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [
      [0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    ],
  ];
  for (const [[k0 = 0, k1 = 0, c0 = 0, c1 = 0, c2 = 0, c3 = 0], answer] of known) {
    const out = new Uint32Array(4);
    philox([k0, k1], [c0, c1, c2, c3], out, 0, 1);
    assert.equal(hex(out), answer);
  }
});

test("seed, step, stream and index stand in key and counter as the header says", () => {
  const at = { seed: 5 * 2 ** 32 + 7, stream: "pairingNoise", step: 3 * 2 ** 32 + 11 } as const;
  const expected = new Uint32Array(4);
  philox([7, 5], [1_000_000_001, 11, 3, streams.pairingNoise], expected, 0, 1);
  const out = new Uint32Array(4);
  randomBits(out, at, 4_000_000_004);
  assert.deepEqual(out, expected);
});

test("the first numbers of a stream never change", () => {
  const bits = new Uint32Array(6);
  randomBits(bits, { seed: 1, stream: "data", step: 2 });
  assert.equal(hex(bits), "1cf58387 6f0a9f1f 770d9094 211ba23f 21fde8d6 41c51f8d");
  const uniform = new Float64Array(3);
  fillUniform(uniform, { seed: 1, stream: "generatorLatents", step: 1 });
  assert.deepEqual([...uniform], [0.5123172596795484, 0.8766127914423123, 0.790251768543385]);
  const extremes = normals(5, 9_007_199_254_740_991, "userLatents", 9_007_199_254_740_991);
  assert.deepEqual(
    [...extremes],
    [0.4084424251431372, 0.1445676001187759, 0.09167315799535919, -1.1335329822752114, 0.1583017255027849],
  );
});

test("any way of slicing a sequence gives the same numbers", () => {
  const at = { seed: 3, stream: "heldOut", step: 9 } as const;
  const whole = new Float32Array(5000);
  for (const fill of [fillUniform, fillNormal]) {
    fill(whole, at);
    for (let from = 0; from <= 13; from++)
      for (let count = 0; count <= 13; count++) {
        const slice = new Float32Array(count + 1).fill(7);
        fill(slice, at, from, count);
        assert.deepEqual(slice.subarray(0, count), whole.subarray(from, from + count));
        assert.equal(slice[count], 7, "nothing is written past the count");
      }
    for (const size of [1, 2, 3, 1023, 1024, 1025, 4999]) {
      const sliced = new Float32Array(5000);
      for (let from = 0; from < 5000; from += size)
        fill(sliced.subarray(from, Math.min(5000, from + size)), at, from);
      assert.deepEqual(sliced, whole);
    }
  }
});

test("uniform values have the moments of the uniform distribution and stay inside 0 and 1", () => {
  const out = new Float64Array(200_000);
  fillUniform(out, { seed: 4, stream: "data", step: 0 });
  assert.ok(out.every(value => value > 0 && value < 1));
  assert.ok(Math.abs(mean(out) - 1 / 2) < 0.003);
  assert.ok(Math.abs(mean(out, u => u * u) - 1 / 3) < 0.003);
  const counts = new Array<number>(64).fill(0);
  for (const value of out) counts[Math.floor(value * 64)]! += 1; // eslint-disable-line @typescript-eslint/no-non-null-assertion -- value < 1
  const chiSquare = counts.reduce((sum, count) => sum + (count - 3125) ** 2 / 3125, 0);
  assert.ok(chiSquare < 120, `63 degrees of freedom, ${chiSquare}`);
});

test("float32 uniforms never round up to 1", () => {
  const index = 111_355_092; // Found by search: 32 bits that begin with 25 ones.
  const exact = new Float64Array(1);
  const rounded = new Float32Array(1);
  const at = { seed: 0, stream: "data", step: 0 } as const;
  fillUniform(exact, at, index);
  assert.ok((exact[0] ?? 0) > 1 - 2 ** -25);
  fillUniform(rounded, at, index);
  assert.equal(rounded[0], 1 - 2 ** -24);
});

test("normal values have the moments of the standard normal distribution", () => {
  const out = normals(200_000, 5, "generatorLatents", 1);
  assert.ok(Math.abs(mean(out)) < 0.01);
  assert.ok(Math.abs(mean(out, x => x ** 2) - 1) < 0.015);
  assert.ok(Math.abs(mean(out, x => x ** 3)) < 0.04);
  assert.ok(Math.abs(mean(out, x => x ** 4) - 3) < 0.12);
});

test("streams, steps, seeds and neighbouring values do not correlate", () => {
  const n = 100_000;
  const base = normals(n, 1, "discriminatorLatents", 1);
  const others = {
    stream: normals(n, 1, "generatorLatents", 1),
    step: normals(n, 1, "discriminatorLatents", 2),
    seed: normals(n, 2, "discriminatorLatents", 1),
    "high word of the seed": normals(n, 1 + 2 ** 32, "discriminatorLatents", 1),
    "high word of the step": normals(n, 1, "discriminatorLatents", 1 + 2 ** 32),
    "next value": base.map((_, i) => base[(i + 1) % n] ?? 0),
  };
  for (const [name, other] of Object.entries(others)) {
    const correlation = base.reduce((sum, x, i) => sum + x * (other[i] ?? 0), 0) / n;
    assert.ok(Math.abs(correlation) < 0.013, `${name}: ${correlation}`);
  }
});

test("a seed, step or range that is not representable is refused", () => {
  const out = new Float32Array(4);
  for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    assert.throws(() => {
      fillNormal(out, { seed: bad, stream: "data", step: 0 });
    }, RangeError);
    assert.throws(() => {
      fillUniform(out, { seed: 0, stream: "data", step: bad });
    }, RangeError);
    assert.throws(() => {
      fillNormal(out, { seed: 0, stream: "data", step: 0 }, bad);
    }, RangeError);
  }
  assert.throws(() => {
    fillNormal(out, { seed: 0, stream: "data", step: 0 }, 0, 5);
  }, RangeError);
  assert.throws(() => {
    fillNormal(out, { seed: 0, stream: "data", step: 0 }, 2 ** 34 - 3);
  }, RangeError);
});
