import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { effect, signal } from "@preact/signals";
import { calmly } from "./calmly.ts";

test("the first change passes at once, the next ones wait, and the last one always comes through", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const source = signal(0);
  const seen: number[] = [];
  const calm = calmly(source, 100);
  const stop = effect(() => {
    seen.push(calm.value);
  });
  for (let value = 1; value <= 5; value++) source.value = value;
  assert.deepEqual(seen, [0, 1]);
  mock.timers.tick(100);
  assert.deepEqual(seen, [0, 1, 5]);
  mock.timers.tick(100);
  source.value = 6;
  assert.deepEqual(seen, [0, 1, 5, 6]);
  stop();
  source.value = 7;
  mock.timers.tick(1000);
  assert.deepEqual(seen, [0, 1, 5, 6]);
  mock.timers.reset();
});
