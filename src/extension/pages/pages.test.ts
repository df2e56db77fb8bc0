import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { until } from "../../../test/support/until.ts";
import { newRun, temporaryFolder } from "../../../test/support/run-folder.ts";
import {
  grantTrust,
  newStandIn,
  standInContext,
  StandInPanel,
} from "../../../test/support/vscode-stand-in.ts";
import type { Handlers } from "../../protocol/calls.ts";
import type { ProtocolVersion } from "../../protocol/channel.ts";
import { curvesPage } from "../../protocol/curves-page.ts";
import { curvesProtocol, type CurvesCalls } from "../../protocol/curves.ts";
import { dashboardProtocol } from "../../protocol/dashboard.ts";
import {
  addressIn,
  keyOfFolders,
  type FoldersAddress,
  type PageProtocol,
} from "../../protocol/page-protocol.ts";
import { RunIndex } from "../../runs/run-index.ts";
import { pageNames, pages, type PageName } from "../contributions/pages.ts";
import type { Parts } from "../parts.ts";
import { loadPages, type WindowPages } from "./window-pages.ts";
import type { Pages } from "./pages.ts";
import { words } from "../door/words.ts";
import { openPage, type PageKind, type PageTalk } from "./page.ts";

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
  } as unknown as Parts; // what pages ask of it
  return { window, runs, app };
}

/** The pages that there are, each about a folder, or about two. */
async function pagesOf(app: Parts, runs: string, folder: string, other: string) {
  const load = await loadPages();
  const { extensionUri } = app.context;
  const open: WindowPages = load({
    extension: extensionUri,
    log: app.log,
    needs: () => ({ ...app, pages: open }),
    own: part => part,
  });
  // Of everything that any page is about, each takes what it knows.
  const all = { folder, folders: [folder, other], runsFolder: runs, id: "t" };
  const entries = pageNames.map(async name => {
    const { protocol } = (await pages[name].load()).page;
    const address = addressIn<object>(protocol, all);
    assert.ok(address !== null, name);
    const collection = open[name] as Pages<object>;
    const ways = { open: () => { collection.open(address); }, restore: (panel: never, saved: unknown) => { collection.restore(panel, saved); } }; // prettier-ignore
    return [name, { ...ways, address, protocol: protocol.version, start: protocol.start }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<
    PageName,
    Awaited<(typeof entries)[number]>[1]
  >;
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
  await until("it is found", () => find() !== undefined);
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
  for (const [name, { open, restore, address, protocol, start }] of Object.entries(
    await pagesOf(app, runs, folder, other),
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
    restore(again as never, kept);
    assert.deepEqual([again.disposed, keptBy(again)], [false, address], name);
    load(again, protocol, start);
    assert.equal((await outcome(again, 1))?.kind === "result", !["trial", "report"].includes(name), name);
    again.dispose();
  }
});

test("what cannot be read is said to the page, which may ask again; so is opening it again", async t => {
  const { window, runs, app } = await windowFor(t);
  const [first, second] = [await brokenRun(runs), await brokenRun(runs)];
  for (const [name, { open, address, protocol, start }] of Object.entries(
    await pagesOf(app, runs, first.folder, second.folder),
  )) {
    // A page that is about no folder has none that cannot be read.
    if (Object.keys(address).length === 0) continue;
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
  const { dashboard } = await pagesOf(app, runs, first.folder, second.folder);
  window.panels.length = 0;
  dashboard.open();
  const [panel] = window.panels;
  load(panel, dashboard.protocol, dashboard.start);
  assert.equal((await outcome(panel, 1))?.kind, "error");
  first.mend();
  panel?.say({ kind: "call", id: 2, method: dashboard.start, params: null });
  assert.equal((await outcome(panel, 2))?.kind, "result");
  await until("an update comes", () =>
    (panel?.posted as { kind: string }[]).some(({ kind }) => kind === "stream"),
  );
});

test("one that is shown comes to the front as it is", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const { dashboard } = await pagesOf(app, runs, folder, folder);
  dashboard.open();
  const [panel] = window.panels;
  load(panel, dashboard.protocol, dashboard.start);
  await outcome(panel, 1);
  const before = panel?.webview.html;
  dashboard.open();
  assert.deepEqual([window.panels.length, panel?.reveals, panel?.webview.html], [1, 1, before]);
});

test("a page is kept by what is done or typed in it, and not by looking", async t => {
  const { window, runs, app } = await windowFor(t);
  window.isTrusted = true;
  const folders = [await newRun(runs), await newRun(runs), await newRun(runs)];
  const loaded = await loadPages();
  const { extensionUri } = app.context;
  const { dashboard }: WindowPages = loaded({
    extension: extensionUri,
    log: app.log,
    needs: () => ({ ...app, pages: {} as WindowPages }),
    own: part => part,
  });
  const preview = (run: number) => {
    dashboard.open({ folder: folders[run] ?? "" }, { preview: true, preserveFocus: true });
    return window.panels.at(-1);
  };
  const looked = preview(0);
  load(looked, dashboardProtocol, "stream/start");
  await outcome(looked, 1);
  const starred = preview(1);
  assert.equal(looked?.disposed, true);
  load(starred, dashboardProtocol, "stream/start");
  starred?.say({ kind: "call", id: 2, method: "notes/star", params: { star: true } });
  await outcome(starred, 2);
  const typed = preview(2);
  assert.equal(starred?.disposed, false);
  load(typed, dashboardProtocol, "stream/start");
  typed?.say({ kind: "call", id: 2, method: "page/keep", params: null });
  await outcome(typed, 2);
  preview(0);
  assert.equal(typed?.disposed, false);
});

test("what a page asked before it loaded again is not done any more", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const { dashboard } = await pagesOf(app, runs, folder, folder);
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
  for (const { open } of Object.values(await pagesOf(app, runs, first.folder, second))) open();
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
  const talks: PageTalk<FoldersAddress, never>[] = [];
  const closed: number[] = [];
  const failures: string[] = [];
  const kind: PageKind<FoldersAddress, CurvesCalls, never, null> = {
    protocol: curvesPage as unknown as PageProtocol<FoldersAddress, CurvesCalls, never>, // nothing is posted
    keyOf: keyOfFolders,
    read: talk => {
      const number = talks.push(talk);
      return Promise.resolve({
        calls: { "curves/start": () => Promise.resolve(null) } as unknown as Handlers<CurvesCalls>, // what is asked of it
        setVisible: () => undefined,
        close: () => closed.push(number),
      });
    },
    trouble: () => words("curves cannot be shown"),
  };
  openPage(kind, { folders: ["/r"] }, null, {
    panel: panel as never,
    extension: app.context.extensionUri,
    name: "curves",
    log: { error: (_, error) => failures.push(String(error)) },
    used: () => undefined,
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

test("a dashboard whose run's folder is gone says so, and shows it again once it is back", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const { dashboard } = await pagesOf(app, runs, folder, folder);
  dashboard.open();
  const [panel] = window.panels;
  load(panel, dashboard.protocol, dashboard.start);
  assert.equal((await outcome(panel, 1))?.kind, "result");
  const before = panel?.webview.html;
  const elsewhere = join(runs, ".elsewhere");
  renameSync(folder, elsewhere);
  await app.runs.refresh(folder);
  await until("the page loads again", () => panel?.webview.html !== before);
  const from = panel?.posted.length ?? 0;
  load(panel, dashboard.protocol, dashboard.start);
  assert.match((await outcome(panel, 1, from))?.message ?? "", /this run's folder is gone/);
  renameSync(elsewhere, folder);
  panel?.say({ kind: "call", id: 2, method: dashboard.start, params: null });
  assert.equal((await outcome(panel, 2, from))?.kind, "result");
});

test("a page that is closed while it is read leaves nobody following", async t => {
  const { window, runs, app } = await windowFor(t);
  const folder = await newRun(runs);
  const listeners: { closed: boolean }[] = [];
  const counting = {
    all: [],
    find: () => undefined,
    onChange: () => {
      const listener = { closed: false };
      listeners.push(listener);
      return () => {
        listener.closed = true;
      };
    },
  };
  const { dashboard } = await pagesOf({ ...app, runs: counting } as unknown as Parts, runs, folder, folder);
  dashboard.open();
  window.panels[0]?.dispose();
  dashboard.open();
  load(window.panels[1], dashboard.protocol, dashboard.start);
  await outcome(window.panels[1], 1);
  window.panels[1]?.dispose();
  await until(
    "both listeners are closed",
    () => listeners.length === 2 && listeners.every(({ closed }) => closed),
  );
});
