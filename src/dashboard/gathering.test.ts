import assert from "node:assert/strict";
import { test } from "node:test";
import type { FedModel, Feed } from "./feed.ts";
import { Gathering } from "./gathering.ts";

/** Feeds that open when the test says so. */
function gatheringOf(most: number) {
  const opened: string[] = [];
  const closed: string[] = [];
  let release: () => void = () => undefined;
  const gate = new Promise<void>(resolve => {
    release = resolve;
  });
  const gathering = new Gathering<Feed<FedModel>>({
    most,
    open: async folder => {
      opened.push(folder);
      await gate;
      return {
        model: { folder, isSettled: true },
        subscribe: () => () => undefined,
        close: () => {
          closed.push(folder);
          return Promise.resolve();
        },
      };
    },
    tell: () => undefined,
  });
  return { gathering, opened, closed, release };
}

test("what is being opened is not opened again, and has its place already", async () => {
  const { gathering, opened, closed, release } = gatheringOf(3);
  const both = [gathering.add(["a", "b"]), gathering.add(["b", "c", "d"])];
  release();
  await Promise.all(both);
  assert.deepEqual(opened, ["a", "b", "c"]);
  assert.deepEqual([...gathering.folders].sort(), ["a", "b", "c"]);
  gathering.close();
  assert.deepEqual(closed.sort(), ["a", "b", "c"]);
});
