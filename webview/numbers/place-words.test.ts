import assert from "node:assert/strict";
import { test } from "node:test";
import { uniform } from "../../test/support/uniform.ts";
import { placeWords } from "./place-words.ts";

const line = { from: 0, to: 100 };

test("a word takes the first of its wishes that is free, and what comes later gives way", () => {
  const words = [
    { width: 20, wishes: [10] },
    { width: 20, wishes: [20, 40] },
    { width: 20, wishes: [50] },
  ];
  assert.deepEqual(placeWords(words, [], line), [10, 40, null]);
});

test("a word leaves neither the line nor meets what is taken", () => {
  const at = (wishes: readonly number[]) =>
    placeWords([{ width: 30, wishes }], [{ from: 40, to: 50 }], line)[0];
  assert.equal(at([80, 60]), 60);
  assert.equal(at([-1, 45, 52, 70]), 70);
  assert.equal(at([30]), null);
  assert.equal(at([6]), 6);
});

test("whatever is wished, no two words meet", () => {
  const draw = uniform(5);
  for (let round = 0; round < 200; round++) {
    const words = Array.from({ length: 12 }, () => ({
      width: 5 + 30 * draw(),
      wishes: Array.from({ length: 3 }, () => 110 * draw() - 5),
    }));
    const placed = placeWords(words, [], line).flatMap((left, i) =>
      left === null ? [] : [{ left, right: left + (words[i]?.width ?? 0) }],
    );
    const sorted = placed.sort((a, b) => a.left - b.left);
    assert.ok(sorted.length > 0);
    sorted.forEach(({ left, right }, i) => {
      assert.ok(left >= 0 && right <= 100);
      assert.ok(i === 0 || left >= (sorted[i - 1]?.right ?? 0) + 4);
    });
  }
});
