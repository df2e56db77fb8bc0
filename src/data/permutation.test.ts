import assert from "node:assert/strict";
import { test } from "node:test";
import { permutation } from "./permutation.ts";

const at = (step: number) => ({ seed: 1, stream: "split", step }) as const;

test("a permutation holds every index once, whatever the count", () => {
  for (const count of [0, 1, 2, 3, 1023, 1024, 1025, 5000]) {
    const order = permutation(count, at(0));
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      [...Array(count).keys()],
    );
  }
});

test("all orders of four are equally likely", () => {
  const counts = new Map<string, number>();
  for (let step = 0; step < 12_000; step++) {
    const order = permutation(4, at(step)).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
  assert.ok(chiSquare < 60, `23 degrees of freedom, ${chiSquare}`);
});

test("the order of a seed never changes", () => {
  assert.deepEqual([...permutation(8, at(0))], [7, 3, 6, 5, 2, 1, 0, 4]);
});
