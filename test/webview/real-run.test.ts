import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import { dataCalls } from "../../src/dashboard/data-calls.ts";
import { openRunFeed } from "../../src/dashboard/run-feed.ts";
import { StreamSession } from "../../src/dashboard/stream-session.ts";
import { ViewerProcess } from "../../src/extension/viewer-process.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { startTrainer } from "../../src/launching/trainer.ts";
import { CallError, type Handlers } from "../../src/protocol/calls.ts";
import { serve, type Serving } from "../../src/protocol/channel.ts";
import { dashboardParamReaders } from "../../src/protocol/dashboard-params.ts";
import { dashboardProtocol, type DashboardCalls } from "../../src/protocol/dashboard.ts";
import { readWire } from "../../src/protocol/wire.ts";
import { bundlePage, bundleScript, noBrowser, openBrowser } from "./browser.ts";
import { pack, unpack } from "./crossing.ts";
import { DashboardPage } from "./dashboard-page.ts";

/** What the extension host does for one run's dashboard, without an editor around it. */
async function openHost(folder: string, page: Page) {
  const feed = await openRunFeed(folder);
  const viewer = new ViewerProcess("dist/viewer.js");
  const post = (packet: unknown) => {
    page
      .evaluate(packed => {
        globalThis.pageReceives(packed);
      }, pack(packet))
      .catch(() => undefined);
  };
  const session = new StreamSession({
    feed,
    post: update => {
      post({ kind: "stream", update });
    },
    isTrusted: () => true,
  });
  const absent = () => Promise.reject(new CallError("input", "there is no editor here"));
  const control: Handlers<DashboardCalls>["knob/set"] = async ({ key, value }, signal) => {
    const outcome = await requestControl(folder, { do: "set", key, value }, { by: "extension", signal });
    return outcome?.kind === "intervention"
      ? { kind: "applied", step: outcome.step }
      : { kind: "refused", reason: outcome?.message ?? "" };
  };
  const handlers: Handlers<DashboardCalls> = {
    ...dataCalls({ feed, session, viewer, save: () => Promise.resolve(true) }),
    "knob/set": control,
    "run/control": absent,
    "run/resume": absent,
    "run/repeat": absent,
    "run/branch": absent,
    "run/saveAsExperiment": absent,
    "notes/star": absent,
    "notes/add": absent,
    "notes/edit": absent,
    "host/open": absent,
    "host/save": absent,
    "host/copy": absent,
  };
  let serving: Serving | null = null;
  await page.exposeFunction("hostReceives", (packed: string) => {
    const packet = unpack(packed);
    if (readWire(packet)?.kind === "hello") {
      serving?.close();
      serving = serve(dashboardProtocol, post, dashboardParamReaders, handlers);
    }
    serving?.receive(packet);
  });
  return {
    close: async () => {
      serving?.close();
      session.close();
      await feed.close();
      viewer.dispose();
    },
  };
}

/** Ring-8 without pairing, slow enough to turn the weight while it trains. */
const experiment = `{
  "name": "ring-8", "seed": 3, "steps": 1600, "pace": 500,
  "data": { "kind": "ring" }, "pairing": { "weight": 0 },
  "record": { "scalars": 10, "samples": 100, "evaluation": 200, "checkpoint": 400 },
  "evaluation": { "samples": 500 }
}`;

describe("a run that really trains", { skip: noBrowser }, () => {
  test("is watched live, its weight is turned, and the turn is seen in chart, note and journal", async () => {
    const runsFolder = mkdtempSync(join(tmpdir(), "pairing-lab-dashboard-"));
    const [browser, files, host] = await Promise.all([
      openBrowser(),
      bundlePage(),
      bundleScript("test/webview/remote-host.ts"),
    ]);
    const folder = await prepareRun({
      experiment: readExperiment(experiment, "ring-8.gan.json"),
      runsFolder,
    });
    const trainer = await startTrainer(folder, { detached: false, script: "dist/trainer.js" });
    const opened: { host: Awaited<ReturnType<typeof openHost>> | null } = { host: null };
    try {
      const dashboard = await DashboardPage.open(
        browser,
        { ...files, host },
        {
          beforeLoad: async page => {
            opened.host = await openHost(folder, page);
          },
        },
      );
      const { page } = dashboard;
      page.setDefaultTimeout(60_000);
      await page.getByRole("status").filter({ hasText: "Training" }).waitFor();
      await page.getByText(/1,024 generated/).waitFor();
      await dashboard.setWeight("0.02");
      const line = page.getByText("Pairing weight 0 → 0.02");
      await line.waitFor();
      await page.getByText(/^was 0 until [\d,]+$/).waitFor();
      await page.getByRole("status").filter({ hasText: "Finished" }).waitFor();
      await dashboard.settle();
      assert.equal(await dashboard.shownStep(), "1,600");
      await page.getByRole("slider", { name: /^Losses, step 1,600: .*pairing \d/ }).waitFor();
      await page.getByText("D of checkpoint 1,600: generated").waitFor();
      mkdirSync("out/screenshots", { recursive: true });
      await page.screenshot({ path: "out/screenshots/dashboard.real.png" });
      assert.deepEqual(dashboard.complaints, []);
    } finally {
      await trainer.stop();
      await opened.host?.close();
      await browser.close();
      rmSync(runsFolder, { recursive: true, force: true });
    }
  });
});
