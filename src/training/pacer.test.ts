import assert from "node:assert/strict";
import { test } from "node:test";
import { Pacer } from "./pacer.ts";

/** Runs a pacer over steps that take no time, with a clock that only sleeping moves; gives the time that passed. */
async function pacedSeconds(steps: number, pace: number): Promise<number> {
  let now = 0;
  const pacer = new Pacer(10, () => now);
  for (let done = 0; done < steps;) {
    const count = Math.min(pacer.stepsPerCall(pace), steps - done);
    pacer.did(count);
    done += count;
    await pacer.rest(
      pace,
      ms => Promise.resolve((now += ms)),
      () => Promise.resolve(),
    );
  }
  return now / 1000;
}

test("with a pace, so many steps take about a second", async () => {
  for (const pace of [1, 7, 60, 300, 5000]) {
    const seconds = await pacedSeconds(pace * 3, pace);
    assert.ok(Math.abs(seconds - 3) <= 1 / 20 + 1 / pace, `${pace} steps/s: ${seconds} s`);
  }
});

test("without a pace nothing waits", async () => {
  assert.equal(await pacedSeconds(1000, 0), 0);
});

test("slow steps come in shorter calls, so that a call stays short", () => {
  let now = 0;
  const pacer = new Pacer(10, () => now);
  assert.equal(pacer.stepsPerCall(0), 1);
  now += 50;
  pacer.did(1);
  assert.equal(pacer.stepsPerCall(0), 4);
  now += 4 * 1000;
  pacer.did(4);
  assert.equal(pacer.stepsPerCall(0), 1);
});
