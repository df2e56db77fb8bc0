import assert from "node:assert/strict";
import { test } from "node:test";
import { bandsOf } from "./bands.ts";

test("4x4 filters of stride 2: the first and the last place meet one tap, pairs between them two windows' taps", () => {
  assert.deepEqual(bandsOf({ places: 4, inputs: 8, taps: 4, stride: 2, padding: 1 }), [
    { input: 0, from: 0, windows: 1, phases: [[1]] },
    { input: 1, from: 0, windows: 3, phases: [[2, 0], [3, 1]] }, // prettier-ignore
    { input: 7, from: 3, windows: 1, phases: [[2]] },
  ]);
});

test("without stride every place is a window", () => {
  assert.deepEqual(bandsOf({ places: 5, inputs: 5, taps: 3, stride: 1, padding: 1 }), [
    { input: 0, from: 0, windows: 1, phases: [[1, 0]] },
    { input: 1, from: 0, windows: 3, phases: [[2, 1, 0]] },
    { input: 4, from: 3, windows: 1, phases: [[2, 1]] },
  ]);
});

test("a single place has all its inputs in one window", () => {
  assert.deepEqual(bandsOf({ places: 1, inputs: 2, taps: 4, stride: 2, padding: 1 }), [
    { input: 0, from: 0, windows: 1, phases: [[1], [2]] },
  ]);
});

test("bands meet every tap that a convolution has, once", () => {
  for (const [places, taps, stride, padding] of [
    [4, 4, 2, 1],
    [3, 6, 3, 2],
    [5, 3, 2, 1],
    [6, 5, 4, 2],
    [2, 2, 3, 0],
  ] as const) {
    const inputs = (places - 1) * stride - 2 * padding + taps;
    const met = bandsOf({ places, inputs, taps, stride, padding }).flatMap(
      ({ input, from, windows, phases }) =>
        Array.from({ length: windows }, (_, window) =>
          phases.flatMap((phase, i) =>
            phase.map((tap, a) => [input + window * phases.length + i, from + window + a, tap].join()),
          ),
        ).flat(),
    );
    const wanted: string[] = [];
    for (let x = 0; x < inputs; x++)
      for (let y = 0; y < places; y++) {
        const tap = x + padding - stride * y;
        if (tap >= 0 && tap < taps) wanted.push([x, y, tap].join());
      }
    assert.deepEqual(met, wanted);
  }
});
