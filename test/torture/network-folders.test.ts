// Runs in a folder on a network that is slow, that is away for a while, and that does not come back.
import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { test, type TestContext } from "node:test";
import { RunIndex } from "../../src/runs/run-index.ts";
import { isEnded, readStatus } from "../../src/runs/status.ts";
import { NetworkFolder, SERVER, fine } from "../support/network-folder/network-folder.ts";
import { serve, type Weather } from "../support/network-folder/server.ts";
import { role, roleEnvironment } from "../support/self-as-child.ts";
import { trials } from "../support/trials.ts";
import { PATIENCE, until } from "../support/until.ts";
import { assertAsLeftAlone, assertPlain, begun, endsAsLeftAlone, prepareRun, within } from "./left-alone.ts";

const HOST = "host";

/** What a host says when it is asked: its runs, and that it is not stuck. */
interface Answer {
  readonly states: readonly string[];
}

/** Watches a folder of runs as an editor's host does. */
function watchAsHost(folder: string): void {
  const index = new RunIndex([folder]);
  process.on("message", () => {
    const answer: Answer = {
      states: index.listings.map(listing => (listing.kind === "run" ? listing.state : listing.reason)),
    };
    process.send?.(answer);
  });
}

class Host {
  readonly #child: ChildProcess;

  constructor(t: TestContext, folder: string) {
    const [, script = ""] = process.argv;
    this.#child = fork(script, [folder], { env: roleEnvironment(HOST), execArgv: ["--enable-source-maps"] });
    t.after(() => this.#child.kill("SIGKILL"));
  }

  async ask(): Promise<Answer> {
    const heard = once(this.#child, "message");
    this.#child.send("?");
    return ((await heard) as [Answer])[0];
  }
}

const [, , first = "", second = ""] = process.argv;
if (role === SERVER) await serve(first, second);
else if (role === HOST) watchAsHost(first);
else {
  test("a network that is slow, away or silent while a run trains, and comes back", async t => {
    const network = await NetworkFolder.mount(t);
    if (network === null) return;
    const host = new Host(t, network.path);
    const weathers: [Weather, ...Weather[]] = [
      { ...fine, slow: 20 },
      { ...fine, refused: "EIO" },
      { ...fine, silent: true },
      { ...fine, refused: "ESTALE" },
    ];
    await trials(2, async (draw, seed) => {
      const folder = await prepareRun(network.path);
      const trainer = await begun(folder, draw);
      const weather = weathers[seed % 4] ?? fine;
      await network.set(weather);
      const early = await within(trainer.ended, draw.whole(0, 6_000));
      assert.ok((await within(host.ask(), PATIENCE)) !== null, "the host is not stuck");
      await network.set(fine);
      const end = early ?? (await trainer.ended);
      if (end.code === 0) await assertAsLeftAlone(t, folder);
      else {
        assertPlain(end.message, /does not answer as it should/);
        await endsAsLeftAlone(t, folder);
      }
      await until("the host knows how it ended", async () => (await host.ask()).states[0] === "done");
    });
  });

  test("a network that goes away for good while a run trains: what it has is whole", async t => {
    await trials(1, async draw => {
      const network = await NetworkFolder.mount(t);
      if (network === null) return;
      const host = new Host(t, network.path);
      const folder = await prepareRun(network.path);
      const trainer = await begun(folder, draw);
      await network.cut();
      const end = await trainer.ended;
      assert.ok((await within(host.ask(), PATIENCE)) !== null, "the host is not stuck");
      const behind = join(network.behind, basename(folder));
      if (end.code === 0) {
        await assertAsLeftAlone(t, behind);
        return;
      }
      assertPlain(end.message, /does not answer as it should/);
      assert.ok(!isEnded(readStatus(behind).state));
      assert.ok(readdirSync(join(behind, "checkpoints")).length > 0);
      await endsAsLeftAlone(t, behind);
    });
  });
}
