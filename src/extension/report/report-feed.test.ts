import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { finish, newSweepRun } from "../../../test/support/sweep-run.ts";
import type { ReportUpdate } from "../../protocol/report.ts";
import { RunIndex } from "../../runs/run-index.ts";
import { ReportFeed } from "./report-feed.ts";

const name = "weights";

/** A feed of a sweep's folder among other runs, and the updates that it sends. */
function feedOf(t: TestContext, folder: string) {
  const index = new RunIndex([join(folder, "..")]);
  const updates: ReportUpdate[] = [];
  let wake: () => void = () => undefined;
  const feed = new ReportFeed({
    folder,
    index,
    facts: () => ({ sweeping: false, failure: null, trusted: true }),
    post: update => {
      updates.push(update);
      wake();
    },
    onTrouble: error => {
      throw error;
    },
  });
  t.after(() => {
    feed.close();
    index.dispose();
  });
  const until = async (holds: () => boolean) => {
    while (!holds())
      await new Promise<void>(resolve => {
        wake = resolve;
      });
  };
  return { index, feed, updates, until };
}

test("a report follows its sweep's runs: a snapshot, then the configuration whose run has ended", async t => {
  const runs = temporaryFolder(t);
  const folder = join(runs, name);
  mkdirSync(folder);
  const made = await Promise.all(
    [0, 0.02].flatMap(weight => [1, 2].map(seed => newSweepRun(folder, name, weight, seed))),
  );
  const [first = "", second = "", third = ""] = made;
  await finish(first, 0.1);
  await finish(second, 0.2);
  const index = new RunIndex([folder]);
  await index.settled();
  index.dispose();

  const held = feedOf(t, folder);
  held.index.setFolders([folder]);
  await held.index.settled();
  held.feed.start(null);
  assert.equal(held.updates[0]?.kind, "snapshot");
  assert.deepEqual([held.feed.state().head.done, held.feed.state().head.planned], [2, 4]);
  assert.ok(held.feed.find(first) !== undefined);
  assert.equal(held.feed.find(join(runs, "elsewhere")), undefined);

  await finish(third, 0.6);
  await held.until(() => held.updates.some(update => update.kind === "append"));
  const appended = held.updates.flatMap(update => (update.kind === "append" ? update.items : []));
  assert.ok(appended.some(item => item.kind === "head" && item.head.done === 3));

  // A hidden page is told nothing, and everything when it is back.
  held.feed.setVisible(false);
  const before = held.updates.length;
  await finish(made[3] ?? "", 0.7);
  await held.index.refresh();
  assert.equal(held.updates.length, before);
  held.feed.setVisible(true);
  await held.until(() => held.updates.length > before);
  const last = held.updates.at(-1);
  assert.equal(last?.kind, "snapshot");
  assert.equal(last.state.head.done, 4);
});
