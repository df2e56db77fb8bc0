import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { newRun, temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, standInContext, type StandInPanel } from "../../../test/support/vscode-stand-in.ts";
import { RunIndex } from "../../runs/run-index.ts";
import type { App } from "../app.ts";
import { Comparisons } from "../compare/comparisons.ts";
import { CurvePanels } from "../curves/curve-panels.ts";
import { Reports } from "../report/reports.ts";
import { Trials } from "../trials/trials.ts";
import { Dashboards } from "./dashboards.ts";

async function windowFor(t: TestContext) {
  const window = newStandIn();
  const runs = temporaryFolder(t);
  const index = new RunIndex([runs]);
  t.after(() => {
    for (const panel of window.panels) panel.dispose();
    index.dispose();
  });
  await index.settled();
  const app = {
    context: standInContext(runs),
    log: { error: () => undefined, info: () => undefined },
    runs: index,
    viewer: { warm: () => undefined },
    trainers: { onQueueChange: () => ({ dispose: () => undefined }), isWaiting: () => false },
    sweeps: { onChange: () => ({ dispose: () => undefined }), isSweeping: () => false },
    logs: { has: () => false },
  } as unknown as App; // what panels ask of it
  return { window, runs, app };
}

const shows = async (panel: StandInPanel | undefined, what: RegExp): Promise<void> => {
  while (!what.test(panel?.webview.html ?? "")) await delay(5);
};

test("a page that could not be shown is tried again when it is opened again, whichever page it is", async t => {
  const { window, runs, app } = await windowFor(t);
  const [folder, other] = [join(runs, "broken"), join(runs, "broken-2")];
  for (const broken of [folder, other]) {
    mkdirSync(broken);
    writeFileSync(join(broken, "run.json"), "{}");
  }
  const collections: Readonly<Record<string, () => void>> = (() => {
    const dashboards = new Dashboards(() => app);
    const comparisons = new Comparisons(() => app);
    const curves = new CurvePanels(() => app);
    const reports = new Reports(() => app);
    const trials = new Trials(() => app);
    return {
      dashboard: () => {
        dashboards.open(folder);
      },
      compare: () => {
        comparisons.open([folder, other]);
      },
      curves: () => {
        curves.open([folder]);
      },
      report: () => {
        reports.open(folder);
      },
      trial: () => {
        trials.open({ runsFolder: runs, id: "t" });
      },
    };
  })();
  for (const [name, open] of Object.entries(collections)) {
    window.panels.length = 0;
    open();
    const [first] = window.panels;
    await shows(first, /role="alert"/);
    open();
    assert.deepEqual([window.panels.length, first?.disposed], [2, true], name);
    window.panels[1]?.dispose();
  }
});

test("one that is shown comes to the front, and keeps from the first moment on what it is about", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const dashboards = new Dashboards(() => app);
  dashboards.open(folder);
  const [panel] = window.panels;
  await shows(panel, /<div id="root">/);
  const [, kept = ""] = /data-address="([^"]*)"/.exec(panel?.webview.html ?? "") ?? [];
  assert.deepEqual(JSON.parse(kept.replaceAll("&quot;", '"')), { folder });
  dashboards.open(folder);
  assert.deepEqual([window.panels.length, panel?.reveals], [1, 1]);
});
