// Runs that train while clocks jump, while two windows change them at once, and while one host watches twenty of them.
import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { openRunFeed } from "../../src/dashboard/run-feed.ts";
import type { RunModel } from "../../src/dashboard/run-model.ts";
import { appendRequest } from "../../src/runs/control.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { observe } from "../../src/runs/list.ts";
import { changeNotes, readNotes } from "../../src/runs/notes.ts";
import { RunIndex } from "../../src/runs/run-index.ts";
import { openRunForWriting } from "../../src/runs/run-writer.ts";
import { readStatus } from "../../src/runs/status.ts";
import { checkpointOf, newRun, statusOf, temporaryFolder } from "../support/run-folder.ts";
import { role, roleEnvironment } from "../support/self-as-child.ts";
import { Draw, trials } from "../support/trials.ts";
import { until } from "../support/until.ts";
import { prepare, start } from "../training/harness.ts";
import { assertAsLeftAlone, begun, prepareRun } from "./left-alone.ts";

/** What a host is told to do: to watch a folder of runs, or to change a run by draws of this seed too. */
interface Part {
  readonly runs: string;
  readonly change: { readonly folder: string; readonly seed: number } | null;
}
/** What a host knows: of each run its state and the last step of the list and of the page; and which of its changes are made. */
interface Known {
  readonly runs: readonly { readonly state: string; readonly step: number; readonly shown: number }[];
  readonly notes: readonly string[];
  readonly requests: readonly string[];
}

const TURNS = 40;

/** Watches runs as a window's host with a page of each does, and tells what it knows whenever it is asked. */
async function playHost({ runs, change }: Part): Promise<void> {
  const index = new RunIndex([runs]);
  await index.settled();
  const pages = new Map<string, RunModel>();
  for (const { folder } of index.all) {
    const feed = await openRunFeed(folder);
    feed.subscribe(() => undefined);
    pages.set(folder, feed.model);
  }
  const notes: string[] = [];
  const requests: string[] = [];
  process.on("message", () => {
    const known: Known = {
      runs: index.all.map(({ folder, state, status }) => ({
        state,
        step: status.step,
        shown: pages.get(folder)?.latestStatus?.step ?? -1,
      })),
      notes,
      requests,
    };
    process.send?.(known);
  });
  process.send?.("ready");
  if (change === null) return;
  const { folder, seed } = change;
  const draw = new Draw(seed);
  for (let turn = 0; turn < TURNS; turn++) {
    await delay(draw.whole(0, 40));
    const id = randomUUID();
    if (draw.chance(0.5)) {
      const note = { id, step: turn, at: new Date().toISOString(), text: `note ${id}` };
      changeNotes(folder, { what: "add step note", note });
      notes.push(id);
    } else {
      const value = draw.whole(0, 5) / 100;
      appendRequest(folder, { id, at: "", by: "window", do: "set", key: "pairing.weight", value });
      requests.push(id);
    }
  }
}

/** A window's host, a process of its own with little memory: one that keeps ever more dies of it. */
class Host {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async open(t: TestContext, part: Part): Promise<Host> {
    const [, script = ""] = process.argv;
    const child = fork(script, [JSON.stringify(part)], {
      env: roleEnvironment("host"),
      execArgv: ["--enable-source-maps", "--max-old-space-size=128"],
    });
    t.after(() => child.kill("SIGKILL"));
    await once(child, "message");
    return new Host(child);
  }

  async ask(): Promise<Known> {
    const heard = Promise.race([once(this.#child, "message"), once(this.#child, "exit")]);
    this.#child.send("?");
    const [known] = (await heard) as [Known | number | null];
    assert.ok(typeof known === "object" && known !== null, "the host lives");
    return known;
  }
}

/** A module that a process loads first, after which its clock jumps by days, to and fro. */
const jumpingClock = (seed: number): string => `
const Real = Date;
let [state, offset, next] = [${seed}, 0, 0];
const drawn = () => (state = (state * 48271) % 2147483647) / 2147483647;
const now = () => {
  if (performance.now() > next) {
    next = performance.now() + 50 + 400 * drawn();
    offset = Math.round((drawn() - 0.5) * 60 * 86400e3);
  }
  return Real.now() + offset;
};
globalThis.Date = class Date extends Real {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now() {
    return now();
  }
};`;

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It had ended.
  }
}

if (role === "host") await playHost(JSON.parse(process.argv[2] ?? "") as Part);
else {
  test("clocks that jump by days while a run trains, is killed and goes on", async t => {
    const runs = temporaryFolder(t);
    await trials(1, async (draw, seed) => {
      const clock = join(runs, "clock.mjs");
      writeFileSync(clock, jumpingClock(seed));
      const before = process.env["NODE_OPTIONS"];
      process.env["NODE_OPTIONS"] = `--import=${pathToFileURL(clock).href}`;
      try {
        const folder = await prepareRun(runs);
        const trainer = await begun(folder, draw);
        for (let looks = 0; looks < 10; looks++) {
          assert.notEqual(observe(folder).state, "lost");
          await delay(draw.whole(0, 60));
        }
        killIfAlive(trainer.pid);
        await trainer.ended;
        const { ended: atLast } = await start(folder);
        assert.equal((await atLast).code, 0);
        await assertAsLeftAlone(t, folder);
      } finally {
        if (before === undefined) delete process.env["NODE_OPTIONS"];
        else process.env["NODE_OPTIONS"] = before;
      }
    });
  });

  test("two windows that write notes and turn knobs of one run at once: each note is there, each turn has one outcome", async t => {
    await trials(1, async (_, seed) => {
      const runs = temporaryFolder(t);
      const folder = await prepare(runs, { steps: 100_000, pace: 200 });
      const trainer = await start(folder);
      const hosts = await Promise.all(
        [0, 1].map(i => Host.open(t, { runs, change: { folder, seed: 2 * seed + i } })),
      );
      const changes = await until("both have changed what they meant to", async () => {
        const known = await Promise.all(hosts.map(host => host.ask()));
        return known.every(({ notes, requests }) => notes.length + requests.length === TURNS) && known;
      });
      const ids = (what: "notes" | "requests") => changes.flatMap(known => known[what]).sort();
      const outcomes = () =>
        readJournal(folder)
          .flatMap(({ request }) => (request === undefined ? [] : [request]))
          .sort();
      await until("each turn has its outcome", () => outcomes().length >= ids("requests").length);
      assert.deepEqual(outcomes(), ids("requests"));
      assert.deepEqual(
        readNotes(folder)
          .steps.map(({ id }) => id)
          .sort(),
        ids("notes"),
      );
      assert.equal((await trainer.stop()).code, 130);
      await until("both see its end", async () => {
        const known = await Promise.all(hosts.map(host => host.ask()));
        return known.every(({ runs: [run] }) => run?.state === "stopped");
      });
    });
  });

  test("twenty runs that train are watched by one host, with a page of each open", async t => {
    const STEPS = 300;
    const runs = temporaryFolder(t);
    const folders = await Promise.all(Array.from({ length: 20 }, () => newRun(runs)));
    const writers = await Promise.all(folders.map(folder => openRunForWriting(folder)));
    const host = await Host.open(t, { runs, change: null });
    const tags = Array.from({ length: 30 }, (_, i) => `tag/${i}`);
    for (let step = 1; step <= STEPS; step++) {
      for (const writer of writers) {
        writer.scalars(step, Object.fromEntries(tags.map((tag, i) => [tag, step + i])));
        writer.status(statusOf(step, { steps: STEPS, message: step % 50 === 0 ? `at ${step}` : "" }));
        if (step % 20 === 0) writer.samples(step, Buffer.from(`samples ${step}`));
        if (step % 100 === 0) writer.checkpoint(step, checkpointOf(step));
      }
      if (step % 10 === 0) assert.equal((await host.ask()).runs.length, 20);
    }
    for (const writer of writers) {
      writer.status(statusOf(STEPS, { steps: STEPS, state: "done" }));
      writer.close();
    }
    await until("the host knows that all are done, in lists and on pages", async () =>
      (await host.ask()).runs.every(
        ({ state, step, shown }) => state === "done" && step === STEPS && shown === STEPS,
      ),
    );
    for (const folder of folders) assert.equal(readStatus(folder).state, "done");
  });
}
