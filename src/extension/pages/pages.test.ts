import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { until } from "../../../test/support/fake-trainer.ts";
import { newRun, temporaryFolder } from "../../../test/support/run-folder.ts";
import {
  grantTrust,
  newStandIn,
  standInContext,
  StandInPanel,
} from "../../../test/support/vscode-stand-in.ts";
import { curvesCallKinds } from "../../protocol/call-kinds.ts";
import type { Handlers } from "../../protocol/calls.ts";
import type { ProtocolVersion } from "../../protocol/channel.ts";
import { compareProtocol } from "../../protocol/compare.ts";
import { curvesParamReaders } from "../../protocol/curves-packets.ts";
import { curvesProtocol, type CurvesCalls } from "../../protocol/curves.ts";
import { dashboardProtocol } from "../../protocol/dashboard.ts";
import { reportProtocol } from "../../protocol/report.ts";
import { trialProtocol } from "../../protocol/trial.ts";
import { RunIndex } from "../../runs/run-index.ts";
import type { App } from "../app.ts";
import { Comparisons } from "../compare/comparisons.ts";
import { CurvePanels } from "../curves/curve-panels.ts";
import { Dashboards } from "../dashboard/dashboards.ts";
import { Reports } from "../report/reports.ts";
import { openPage, type PageTalk } from "./page.ts";
import { Trials } from "../trial/trials.ts";

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
  } as unknown as App; // what pages ask of it
  return { window, runs, app };
}

/** The pages that there are, each about a folder, or about two. */
function pagesOf(app: App, runs: string, folder: string, other: string) {
  const of = () => app;
  const [dashboards, comparisons] = [new Dashboards(of), new Comparisons(of)];
  const [curves, reports, trials] = [new CurvePanels(of), new Reports(of), new Trials(of)];
  const page = (
    open: () => void,
    pages: { restore(panel: never, saved: unknown): void },
    address: object,
    protocol: ProtocolVersion,
    start: string,
  ) => ({ open, pages, address, protocol, start });
  const trial = { runsFolder: runs, id: "t" };
  return {
    dashboard: page(() => { dashboards.open(folder); }, dashboards, { folder }, dashboardProtocol, "stream/start"), // prettier-ignore
    compare: page(() => { comparisons.open([folder, other]); }, comparisons, { folders: [folder, other] }, compareProtocol, "compare/start"), // prettier-ignore
    curves: page(() => { curves.open([folder, other]); }, curves, { folders: [folder, other] }, curvesProtocol, "curves/start"), // prettier-ignore
    report: page(() => { reports.open(folder); }, reports, { folder }, reportProtocol, "report/start"), // prettier-ignore
    trial: page(() => { trials.open(trial); }, trials, trial, trialProtocol, "trial/start"), // prettier-ignore
  };
}

/** What a page's document keeps for a reload. */
const keptBy = (panel: StandInPanel | undefined): unknown => {
  const [, kept = ""] = /data-address="([^"]*)"/.exec(panel?.webview.html ?? "") ?? [];
  return kept === "" ? null : JSON.parse(kept.replaceAll("&quot;", '"'));
};

/** Says what a page says when it has loaded. */
const load = (panel: StandInPanel | undefined, protocol: ProtocolVersion, start: string) => {
  panel?.say({ kind: "hello", ...protocol });
  panel?.say({ kind: "call", id: 1, method: start, params: null });
};

/** What a call became, once it became something; only of what was posted from a place on. */
async function outcome(panel: StandInPanel | undefined, id: number, from = 0) {
  const find = () =>
    (panel?.posted.slice(from) as { kind: string; id?: number; message?: string }[]).find(
      packet => ["result", "error"].includes(packet.kind) && packet.id === id,
    );
  await until(() => find() !== undefined);
  return find();
}

/** A run's folder that cannot be read, and what makes it readable. */
async function brokenRun(runs: string) {
  const folder = await newRun(runs);
  const file = join(folder, "run.json");
  const whole = readFileSync(file);
  writeFileSync(file, "{}");
  return {
    folder,
    mend: () => {
      writeFileSync(file, whole);
    },
  };
}

test("every page has its document at once, with what it is about, so that a reload however early brings it back", async t => {
  const { window, runs, app } = await windowFor(t);
  const [folder, other] = [await newRun(runs), await newRun(runs)];
  for (const [name, { open, pages, address, protocol, start }] of Object.entries(
    pagesOf(app, runs, folder, other),
  )) {
    window.panels.length = 0;
    open();
    const [panel] = window.panels;
    // Nothing was read yet.
    assert.match(panel?.webview.html ?? "", new RegExp(`<div id="root">[^]*${name}\\.js`), name);
    assert.deepEqual(keptBy(panel), address, name);
    // The window is gone before anything was; another one gets what the document kept.
    const kept = keptBy(panel);
    panel?.dispose();
    const again = new StandInPanel(name, name);
    pages.restore(again as never, kept);
    assert.deepEqual([again.disposed, keptBy(again)], [false, address], name);
    load(again, protocol, start);
    assert.equal((await outcome(again, 1))?.kind === "result", !["trial", "report"].includes(name), name);
    again.dispose();
  }
});

test("what cannot be read is said to the page, which may ask again; so is opening it again", async t => {
  const { window, runs, app } = await windowFor(t);
  const [first, second] = [await brokenRun(runs), await brokenRun(runs)];
  for (const [name, { open, protocol, start }] of Object.entries(
    pagesOf(app, runs, first.folder, second.folder),
  )) {
    window.panels.length = 0;
    open();
    const [panel] = window.panels;
    load(panel, protocol, start);
    const failure = await outcome(panel, 1);
    assert.equal(failure?.kind, "error", name);
    assert.match(failure.message ?? "", /./, name);
    const before = panel?.webview.html;
    open();
    // In the same tab, loaded and read anew.
    assert.deepEqual([window.panels.length, panel?.disposed, panel?.reveals], [1, false, 1], name);
    assert.notEqual(panel?.webview.html, before, name);
    load(panel, protocol, start);
    assert.equal((await outcome(panel, 1, panel?.posted.length))?.kind, "error", name);
    panel?.dispose();
  }
  const { dashboard } = pagesOf(app, runs, first.folder, second.folder);
  window.panels.length = 0;
  dashboard.open();
  const [panel] = window.panels;
  load(panel, dashboard.protocol, dashboard.start);
  assert.equal((await outcome(panel, 1))?.kind, "error");
  first.mend();
  panel?.say({ kind: "call", id: 2, method: dashboard.start, params: null });
  assert.equal((await outcome(panel, 2))?.kind, "result");
  await until(() => (panel?.posted as { kind: string }[]).some(({ kind }) => kind === "stream"));
});

test("one that is shown comes to the front as it is", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const { dashboard } = pagesOf(app, runs, folder, folder);
  dashboard.open();
  const [panel] = window.panels;
  load(panel, dashboard.protocol, dashboard.start);
  await outcome(panel, 1);
  const before = panel?.webview.html;
  dashboard.open();
  assert.deepEqual([window.panels.length, panel?.reveals, panel?.webview.html], [1, 1, before]);
});

test("what a page asked before it loaded again is not done any more", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const { dashboard } = pagesOf(app, runs, folder, folder);
  dashboard.open();
  const [panel] = window.panels;
  panel?.say({ kind: "hello", ...dashboardProtocol });
  panel?.say({ kind: "call", id: 1, method: "notes/star", params: { star: true } });
  load(panel, dashboard.protocol, "stream/start");
  assert.equal((await outcome(panel, 1))?.kind, "result");
  assert.equal((panel?.posted as { id?: number }[]).filter(({ id }) => id === 1).length, 1);
  assert.throws(() => readFileSync(join(folder, "notes.json")), /ENOENT/);
});

test("once the workspace is trusted every page loads and is read anew", async t => {
  const { window, runs, app } = await windowFor(t);
  window.isTrusted = false;
  const [first, second] = [await brokenRun(runs), await newRun(runs)];
  const pages = pagesOf(app, runs, first.folder, second);
  for (const { open } of Object.values(pages)) open();
  const before = window.panels.map(({ webview }) => webview.html);
  for (const html of before) assert.match(html, / data-restricted>/);
  const [panel] = window.panels;
  load(panel, dashboardProtocol, "stream/start");
  assert.equal((await outcome(panel, 1))?.kind, "error");
  first.mend();
  grantTrust();
  for (const [i, { webview }] of window.panels.entries()) {
    assert.notEqual(webview.html, before[i]);
    assert.doesNotMatch(webview.html, /data-restricted/);
  }
  const from = panel?.posted.length;
  load(panel, dashboardProtocol, "stream/start");
  assert.equal((await outcome(panel, 1, from))?.kind, "result");
  panel?.say({ kind: "call", id: 2, method: "page/manageTrust", params: null });
  await outcome(panel, 2);
  assert.deepEqual(window.executed, [["workbench.trust.manage"]]);
});

test("what cannot be shown any more is said to its page, which loads again, and then asks for it again", async t => {
  const { window, app } = await windowFor(t);
  const panel = new StandInPanel("curves", "Curves");
  window.panels.push(panel);
  const talks: PageTalk<never>[] = [];
  const closed: number[] = [];
  const failures: string[] = [];
  openPage<{ folder: string }, CurvesCalls, never>({
    panel: panel as never,
    extension: app.context.extensionUri,
    page: "curves",
    address: () => ({ folder: "/r" }),
    protocol: curvesProtocol,
    params: curvesParamReaders,
    kinds: curvesCallKinds,
    read: talk => {
      const number = talks.push(talk);
      return Promise.resolve({
        calls: { "curves/start": () => Promise.resolve(null) } as unknown as Handlers<CurvesCalls>, // what is asked of it
        setVisible: () => undefined,
        close: () => closed.push(number),
      });
    },
    failed: error => failures.push(String(error)),
  });
  load(panel, curvesProtocol, "curves/start");
  assert.equal((await outcome(panel, 1))?.kind, "result");
  const before = panel.webview.html;
  talks[0]?.fail(new Error("the folder is gone"));
  assert.notEqual(panel.webview.html, before);
  assert.deepEqual(closed, [1]);
  // Of what was closed nothing is heard any more.
  talks[0]?.fail(new Error("again"));
  talks[0]?.post(null as never);
  let from = panel.posted.length;
  load(panel, curvesProtocol, "curves/start");
  assert.equal((await outcome(panel, 1, from))?.message, "the folder is gone");
  from = panel.posted.length;
  panel.say({ kind: "call", id: 1, method: "curves/start", params: null });
  assert.equal((await outcome(panel, 1, from))?.kind, "result");
  assert.deepEqual([talks.length, failures], [2, ["Error: the folder is gone"]]);
  assert.ok(!panel.posted.includes(null));
  panel.dispose();
  assert.deepEqual(closed, [1, 2]);
});

test("a page that is closed while it is read leaves nobody following", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const listeners: { closed: boolean }[] = [];
  const counting = {
    find: () => undefined,
    onChange: () => {
      const listener = { closed: false };
      listeners.push(listener);
      return () => {
        listener.closed = true;
      };
    },
  };
  const { dashboard } = pagesOf({ ...app, runs: counting } as unknown as App, runs, folder, folder);
  dashboard.open();
  window.panels[0]?.dispose();
  dashboard.open();
  load(window.panels[1], dashboard.protocol, dashboard.start);
  await outcome(window.panels[1], 1);
  window.panels[1]?.dispose();
  await until(() => listeners.length === 2 && listeners.every(({ closed }) => closed));
});
