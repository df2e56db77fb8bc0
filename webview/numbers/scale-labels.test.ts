import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleMarks } from "./knob-scale.ts";
import { placeLabels } from "./scale-labels.ts";

const widthOf = (text: string): number => 6 * text.length;
const spaceUnder = (width: number, scale = { from: 1e-4, to: 1, zero: true }) =>
  placeLabels(
    scaleMarks(scale)
      .filter(({ major }) => major)
      .map(({ value, position }) => ({ text: String(value), at: position * width })),
    width,
    widthOf,
  );

test("where there is room every number stands centred under its mark", () => {
  const placed = spaceUnder(1000);
  assert.deepEqual(
    placed.map(({ text }) => text),
    ["0", "0.0001", "0.001", "0.01", "0.1", "1"],
  );
  for (const { text, at, left } of placed) assert.equal(left + widthOf(text) / 2, at);
});

test("however narrow a scale is, its numbers stand apart, each at its mark, and the last one stays", () => {
  for (const scale of [undefined, { from: 1e-3, to: 10, zero: false }, { from: 1e-8, to: 1e4, zero: true }])
    for (let width = 40; width < 600; width++) {
      const placed = spaceUnder(width, scale);
      assert.equal(placed.at(-1)?.text, String(scale?.to ?? 1));
      placed.forEach(({ text, at, left }, i) => {
        const right = left + widthOf(text);
        assert.ok(left <= at && at <= right && left >= -8 && right <= width + 8, `${text} at ${width}`);
        assert.ok(right + 6 <= (placed[i + 1]?.left ?? Infinity), `${text} at ${width}`);
      });
    }
});

test("a number slides as far as its mark before it is left out", () => {
  const texts = (width: number) => spaceUnder(width).map(({ text }) => text);
  assert.ok(texts(160).includes("0.0001") && !texts(120).includes("0.0001"));
  assert.deepEqual(spaceUnder(0.5).length, 1);
  assert.deepEqual(placeLabels([], 100, widthOf), []);
});
