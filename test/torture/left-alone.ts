// A run that something befalls, and the same run that is left alone.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Trainer } from "../../src/launching/trainer.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import type { Draw } from "../support/trials.ts";
import { assertSame, prepare, reached, results, start, trainToEnd } from "../training/harness.ts";

const STEPS = 200;
const CHECKPOINTS = 20;

/** Makes the run; its training takes two seconds at least. */
export const prepareRun = (runs: string): Promise<string> =>
  prepare(runs, {
    steps: STEPS,
    pace: 100,
    "record.checkpoint": CHECKPOINTS,
    "record.samples": CHECKPOINTS,
  });

let leftAlone: Promise<ReadonlyMap<string, string>> | undefined;

async function resultsLeftAlone(t: TestContext): Promise<ReadonlyMap<string, string>> {
  const folder = await prepareRun(temporaryFolder(t));
  assert.equal((await trainToEnd(folder)).code, 0);
  return results(folder, CHECKPOINTS);
}

/** Holds a run that is done to have the bytes of one that was left alone. */
export async function assertAsLeftAlone(t: TestContext, folder: string): Promise<void> {
  leftAlone ??= resultsLeftAlone(t);
  assertSame(results(folder, CHECKPOINTS), await leftAlone);
}

/** Goes on with a run until it is done, and holds it likewise. */
export async function endsAsLeftAlone(t: TestContext, folder: string): Promise<void> {
  const end = await trainToEnd(folder);
  assert.deepEqual([end.code, end.message], [0, ""]);
  await assertAsLeftAlone(t, folder);
}

/** Holds what a trainer said at its end to be one plain sentence of an error that was foreseen. */
export function assertPlain(message: string, saying: RegExp): void {
  assert.match(message, saying);
  assert.doesNotMatch(message, /unexpected error|\n|\bat .*:\d+:\d+/);
}

/** Starts a run's training and waits for some step of it. What befalls it then may come too late, on a machine that is busy: it is done. */
export async function begun(folder: string, draw: Draw): Promise<Trainer> {
  const trainer = await start(folder);
  await reached(folder, draw.whole(0, STEPS - 40));
  return trainer;
}

/** What a promise comes to within some time; null where that is not yet known. */
export const within = <T>(promise: Promise<T>, milliseconds: number): Promise<T | null> =>
  Promise.race([promise, delay(milliseconds, null, { ref: false })]);
