import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { endless, playTrainer, startFake } from "../../test/support/fake-trainer.ts";
import { until } from "../../test/support/until.ts";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { beginTrial, weightAtCheckpoint } from "../launching/begin-trial.ts";
import { requestControl } from "../launching/request-control.ts";
import type { TrialState } from "../protocol/trial.ts";
import { readTrialPacket } from "../protocol/trial-packets.ts";
import { observeRun } from "../runs/list.ts";
import { readRunInfo } from "../runs/run-info.ts";
import { openRunForWriting } from "../runs/run-writer.ts";
import { checkpointNow } from "../launching/checkpoint-now.ts";
import { TrialFeed } from "./trial-feed.ts";

await playTrainer();

/** Trains a branch as far as its measures go: those of its last step. */
async function finish(
  folder: string,
  coverage: number,
  lacks: Readonly<Record<string, string>>,
): Promise<void> {
  const writer = await openRunForWriting(folder);
  const { trial } = readRunInfo(folder);
  const step = trial?.until ?? 0;
  const values = { "quality/coverage": coverage, "quality/precision": 0.5 };
  writer.scalars(step, values);
  writer.flush();
  writer.status(statusOf(step, { state: "done", lastEvaluation: { step, values, undefined: lacks } }));
  writer.close();
}

test("a trial's state holds its branches, what may be said and done, and follows seeds that come", async t => {
  const runsFolder = temporaryFolder(t);
  const folder = await newRun(runsFolder, endless);
  const trainer = await startFake(folder);
  t.after(() => trainer.stop());
  await until("it has begun", async () => (await observeRun(folder)).state !== "queued");
  const step = await checkpointNow(folder, { by: "test" });
  const held = weightAtCheckpoint(folder, step, readRunInfo(folder));
  const order = { folder, step, runsFolder, weights: [held, held + 0.5], budget: 10 };
  const { id, folders } = await beginTrial({ ...order, seeds: [1] });
  const members = [...folders];
  const told: TrialState[] = [];
  const feed = new TrialFeed({
    post: state => told.push(state),
    members: () => members,
    isWaiting: member => member === folders[1],
    isTrusted: () => true,
  });
  t.after(() => {
    feed.close();
  });
  await feed.look();
  feed.start();
  const shows = async (what: (state: TrialState) => boolean) => {
    await until("it is told", () => told.some(what));
    const found = told.findLast(what);
    assert.ok(found);
    return found;
  };
  const first = await shows(({ parent }) => parent.state === "training");
  assert.deepEqual([first.id, first.from, first.until, first.weights.length], [id, step, step + 10, 2]);
  assert.deepEqual(
    first.runs.map(({ weight, waiting }) => [weight, waiting]),
    [
      [held, false],
      [held + 0.5, true],
    ],
  );
  assert.match(first.verdict.ground, /^No branch has reached step/);
  assert.deepEqual([first.actions.adopt, first.actions.stop], [null, null]);
  assert.deepEqual(readTrialPacket({ kind: "trial", state: first }), { kind: "trial", state: first });

  await requestControl(folder, { do: "set", key: "pairing.weight", value: 0.25 }, { by: "test" });
  await Promise.all(
    folders.map((branch, i) =>
      finish(branch, 0.25 + 0.25 * i, i === 0 ? {} : { "collapse/mode_spread": "no mode has samples" }),
    ),
  );
  const one = await shows(({ verdict }) => verdict.ground.startsWith("One seed"));
  assert.equal(one.baseline, held);
  const [baseline, tried] = one.weights;
  const cell = (of: typeof tried) => of?.cells.find(({ tag }) => tag === "quality/coverage");
  assert.equal(cell(baseline)?.difference, null);
  assert.deepEqual([cell(tried)?.difference?.mean, cell(tried)?.halfWidth], [0.25, null]);
  assert.equal(cell(tried)?.difference?.certainty, "few seeds");
  const lacking = [{ tag: "collapse/mode_spread", seeds: 1, of: 1 }];
  assert.deepEqual([baseline?.undefined, tried?.undefined], [[], lacking]);

  const more = await beginTrial({ ...order, seeds: [2] });
  members.push(...more.folders);
  await feed.look();
  const two = await shows(({ seeds }) => seeds.length === 2);
  assert.equal(two.runs.length, 4);
  await trainer.stop();
  const ended = await shows(({ parent }) => parent.state === "stopped" || parent.state === "done");
  assert.match(ended.actions.adopt ?? "", /does not train/);
  assert.equal(dirname(ended.runs[0]?.folder ?? ""), runsFolder);
});
