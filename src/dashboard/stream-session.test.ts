import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { checkpointOf, newBranch, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { readHostPacket } from "../protocol/dashboard-packets.ts";
import type { DashboardUpdate } from "../protocol/dashboard.ts";
import { applyItem, type DashboardState } from "../protocol/dashboard-state.ts";
import { StreamReceiver } from "../protocol/stream.ts";
import { addStepNote } from "../runs/notes.ts";
import { openRunForWriting, type RunWriter } from "../runs/run-writer.ts";
import { openRunFeed, type RunFeed } from "./run-feed.ts";
import { StreamSession } from "./stream-session.ts";

/** The webview's end: folds what comes, as the dashboard does, and lets a test wait. */
class Page {
  state: DashboardState | null = null;
  readonly updates: DashboardUpdate[] = [];
  readonly points = new Map<string, [number, number][]>();
  #waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];
  readonly #receiver = new StreamReceiver<DashboardState, Parameters<typeof applyItem>[1]>({
    snapshot: state => {
      this.state = state;
      this.points.clear();
    },
    append: items => {
      for (const item of items) {
        if (this.state !== null) this.state = applyItem(this.state, item);
        if (item.kind !== "points") continue;
        const held = this.points.get(item.tag) ?? [];
        item.steps.forEach((step, i) => held.push([step, item.values[i] ?? NaN]));
        this.points.set(item.tag, held);
      }
    },
    resync: () => {
      throw new Error("an update is missing");
    },
  });

  receive(update: DashboardUpdate): void {
    // What crosses must survive the crossing and the checks behind it.
    const packet = readHostPacket(structuredClone({ kind: "stream", update }));
    assert.ok(packet?.kind === "stream");
    assert.deepEqual(packet.update, update);
    this.updates.push(packet.update);
    this.#receiver.receive(packet.update);
    this.#waiting = this.#waiting.filter(({ holds, resolve }) => {
      if (!holds()) return true;
      resolve();
      return false;
    });
  }

  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error("what was waited for did not come"));
      }, 120_000);
      this.#waiting.push({
        holds,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      });
    });
  }
}

interface Stage {
  readonly folder: string;
  readonly writer: RunWriter;
  readonly feed: RunFeed;
  readonly session: StreamSession;
  readonly page: Page;
}

async function stage(
  t: TestContext,
  {
    trusted = true,
    makeRun = newRun,
  }: { trusted?: boolean; makeRun?: (runs: string) => Promise<string> } = {},
): Promise<Stage & { readonly trust: (is: boolean) => void }> {
  const folder = await makeRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  writer.status(statusOf(0));
  const feed = await openRunFeed(folder, { lookEvery: 50 });
  const page = new Page();
  let isTrusted = trusted;
  const session = new StreamSession({
    feed,
    post: update => {
      page.receive(update);
    },
    isTrusted: () => isTrusted,
    batchEvery: 5,
    patience: 120_000,
  });
  t.after(async () => {
    session.close();
    await feed.close();
    writer.close();
  });
  return { folder, writer, feed, session, page, trust: is => (isTrusted = is) };
}

function work(writer: RunWriter, from: number, to: number): void {
  for (let step = from; step <= to; step++) {
    writer.scalars(step, {
      "loss/generator": step / 2,
      ...(step % 10 === 0 && { "quality/coverage": step / 100 }),
    });
  }
  writer.status(statusOf(to));
}

test("what is there is read while the page loads: the first thing that it is sent is the whole", async t => {
  const { writer, feed, session, page } = await stage(t);
  work(writer, 0, 25);
  writer.flush();
  session.prepare();
  await new Promise<void>(resolve => {
    const unsubscribe = feed.subscribe(() => {
      if (!feed.model.isSettled) return;
      unsubscribe();
      resolve();
    });
  });
  session.touch();
  session.flush();
  assert.equal(page.updates.length, 0);
  session.start();
  session.flush();
  assert.deepEqual(
    page.state?.curves.map(({ tag, count }) => [tag, count]),
    [
      ["loss/generator", 26],
      ["quality/coverage", 3],
    ],
  );
});

test("nothing is sent before the page asks; then a snapshot holds everything that is there", async t => {
  const { writer, session, page, folder } = await stage(t);
  work(writer, 0, 25);
  writer.samples(20, Uint8Array.of(1));
  writer.checkpoint(20, checkpointOf(20));
  writer.journal({
    step: 3,
    kind: "intervention",
    do: "set",
    key: "pairing.weight",
    from: 0,
    to: 0.02,
    by: "cli",
  });
  addStepNote(folder, 5, "look");
  writer.status(statusOf(25, { state: "paused" })); // another state is written at once
  assert.equal(page.updates.length, 0);
  session.start();
  await page.until(() => page.state !== null);
  const { state } = page;
  assert.ok(state !== null);
  assert.equal(state.run.dataTitle, "Ring of Gaussians");
  assert.deepEqual([state.status.state, state.status.step], ["paused", 25]);
  assert.deepEqual([state.checkpoints, state.samples], [[20], [20]]);
  assert.deepEqual(
    state.curves.map(({ tag, title, count, lastStep }) => [tag, title, count, lastStep]),
    [
      ["loss/generator", "Generator loss", 26, 25],
      ["quality/coverage", "Coverage", 3, 20],
    ],
  );
  const weight = state.knobs.find(({ key }) => key === "pairing.weight");
  assert.deepEqual(
    [weight?.value, weight?.history.map(({ step, source }) => [step, source])],
    [
      0.02,
      [
        [0, "experiment"],
        [3, "intervention"],
      ],
    ],
  );
  assert.equal(state.journal.length, 1);
  assert.equal(state.notes.steps[0]?.text, "look");
  assert.equal(state.actions.unpause, null);
  assert.match(state.actions.pause ?? "", /is paused/);
});

test("a branch's curves begin with its parent's up to the step where it left", async t => {
  const { writer, session, page } = await stage(t, {
    makeRun: async runs => {
      const parent = await newRun(runs);
      const recording = await openRunForWriting(parent);
      work(recording, 0, 30);
      recording.close();
      return newBranch(runs, parent, 20);
    },
  });
  session.start();
  await page.until(() => page.state !== null);
  assert.deepEqual(
    page.state?.curves.map(({ tag, count, lastStep }) => [tag, count, lastStep]),
    [
      ["loss/generator", 21, 20],
      ["quality/coverage", 3, 20],
    ],
  );
  work(writer, 21, 24);
  await page.until(() => page.state?.status.step === 24);
  await page.until(() => page.state?.curves[0]?.count === 25);
});

test("what two evaluations in a row show is said, and taken back when the next one is right", async t => {
  const { writer, session, page } = await stage(t);
  const evaluated = (step: number, modes: number) => {
    writer.scalars(step, { "quality/modes": modes });
    writer.status(statusOf(step));
  };
  const found = () => page.state?.findings.map(({ name, shown }) => [name, shown]);
  evaluated(10, 3);
  session.start();
  await page.until(() => page.state?.status.step === 10);
  assert.deepEqual(found(), []);
  evaluated(20, 4);
  await page.until(() => page.state?.findings.length === 1);
  assert.deepEqual(found(), [["modesMissing", "4 of 8 modes have samples"]]);
  evaluated(30, 8);
  await page.until(() => page.state?.findings.length === 0);
});

test("a state folded from updates is the state a new snapshot has, and every point came once", async t => {
  const { writer, session, page, feed, folder } = await stage(t);
  work(writer, 0, 5);
  session.start();
  await page.until(() => page.state?.status.step === 5);
  for (let round = 1; round <= 6; round++) {
    work(writer, round * 10, round * 10 + 9);
    writer.samples(round * 10, Uint8Array.of(1));
    writer.checkpoint(round * 10, checkpointOf(round));
    writer.journal({
      step: round,
      kind: "intervention",
      do: "set",
      key: "pairing.noise",
      from: 0.1,
      to: round,
    });
    addStepNote(folder, round, `note ${round}`);
    await page.until(() => page.state?.status.step === round * 10 + 9);
  }
  await page.until(
    () =>
      page.state?.curves[0]?.count === 66 &&
      page.state.notes.steps.length === 6 &&
      page.state.samples.length === 6 &&
      page.state.checkpoints.length === 6 &&
      page.state.journal.length === 6,
  );
  writer.close();
  const other = new Page();
  const second = new StreamSession({
    feed,
    post: update => {
      other.receive(update);
    },
    isTrusted: () => true,
  });
  t.after(() => {
    second.close();
  });
  second.start();
  // The last beat of the writer may reach either of them later.
  await Promise.race([page, other].map(one => one.until(() => isDeepStrictEqual(page.state, other.state))));
  assert.deepEqual(page.state, other.state);
  // The last snapshot had some points already (a slow machine may need a second one); from then on each came once and
  // in order.
  const steps = page.points.get("loss/generator")?.map(([step]) => step) ?? [];
  const recorded = [...Array(6).keys(), ...Array.from({ length: 60 }, (_, i) => i + 10)];
  assert.ok(steps.length > 0);
  assert.deepEqual(steps, recorded.slice(-steps.length));
});

test("a burst sends the newest points of a curve only, and says by their number what was left out", async t => {
  const { writer, session, page } = await stage(t);
  work(writer, 0, 1);
  session.start();
  await page.until(() => page.state?.curves[0]?.count === 2);
  work(writer, 2, 30_001);
  await page.until(() => page.state?.curves[0]?.count === 30_002);
  for (const update of page.updates) {
    if (update.kind === "snapshot") continue;
    for (const item of update.items) if (item.kind === "points") assert.ok(item.steps.length <= 2048);
  }
  assert.deepEqual(page.points.get("loss/generator")?.at(-1), [30_001, 15_000.5]);
});

test("a restart of the trainer makes a new snapshot, not appends to what no longer holds", async t => {
  const { writer, session, page } = await stage(t);
  work(writer, 0, 20);
  session.start();
  await page.until(() => page.state?.curves[0]?.count === 21);
  const before = session.generation;
  writer.restart(10);
  work(writer, 10, 12);
  await page.until(() => page.state?.curves.find(({ tag }) => tag === "loss/generator")?.lastStep === 12);
  assert.ok(session.generation > before);
  assert.equal(page.state?.curves.find(({ tag }) => tag === "loss/generator")?.count, 13);
});

test("a hidden panel is sent nothing, and a snapshot when it is shown again", async t => {
  const { writer, session, page } = await stage(t);
  session.start();
  await page.until(() => page.state !== null);
  session.setVisible(false);
  const sent = page.updates.length;
  work(writer, 1, 50);
  await new Promise(resolve => setTimeout(resolve, 60)); // longer than several batches and looks
  assert.equal(page.updates.length, sent);
  session.setVisible(true);
  await page.until(() => page.state?.status.step === 50);
  assert.equal(page.updates[sent]?.kind, "snapshot");
  assert.ok(
    page.updates.slice(sent).every(({ generation }) => generation > (page.updates[0]?.generation ?? 0)),
  );
});

test("asking again gives a snapshot of the next generation", async t => {
  const { session, page } = await stage(t);
  session.start();
  await page.until(() =>
    page.updates.some(({ kind, generation }) => kind === "snapshot" && generation === 1),
  );
  session.start();
  await page.until(() =>
    page.updates.some(({ kind, generation }) => kind === "snapshot" && generation === 2),
  );
});

test("trust that is given changes what can be done, without any file changing", async t => {
  const { session, page, trust } = await stage(t, { trusted: false });
  session.start();
  await page.until(() => page.state !== null);
  assert.match(page.state?.actions.pause ?? "", /not trusted/);
  assert.match(page.state?.actions.saveAsExperiment ?? "", /not trusted/);
  assert.match(page.state?.actions.render ?? "", /trust this workspace/);
  trust(true);
  session.touch();
  await page.until(() => page.state?.actions.pause === null);
});

test("after closing nothing is sent", async t => {
  const { writer, session, page } = await stage(t);
  session.start();
  await page.until(() => page.state !== null);
  session.close();
  const sent = page.updates.length;
  work(writer, 1, 5);
  session.start();
  session.flush();
  await new Promise(resolve => setTimeout(resolve, 40)); // longer than several batches
  assert.equal(page.updates.length, sent);
});
