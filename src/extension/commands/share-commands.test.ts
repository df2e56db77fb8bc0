import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { madeUpViewer, recordedRun } from "../../../test/support/shared-runs.ts";
import { newStandIn, Uri } from "../../../test/support/vscode-stand-in.ts";
import { until } from "../../../test/support/until.ts";
import { observe } from "../../runs/list.ts";
import type { App } from "../app.ts";
import { shareCommands } from "./share-commands.ts";

const brief = { scalars: 4000, samples: 8000, evaluations: 4000, checkpoints: 8000 };

const appWith = (folders: readonly string[], pages: object) =>
  ({
    context: { extensionPath: resolve() },
    viewer: madeUpViewer,
    runs: { all: folders.map(folder => observe(folder)) },
    explorer: { focused: [] },
    pages: { dashboard: {}, compare: {}, report: {}, ...pages },
  }) as unknown as App; // what this command asks of it

const exportPage = shareCommands["pairingLab.run.exportPage"];

test("the run of the dashboard in front becomes a page where the person wants it, which they open or whose path they copy", async t => {
  const runs = temporaryFolder(t);
  const folder = await recordedRun(runs, brief);
  const target = join(runs, "page.html");
  const app = appWith([folder], { dashboard: { active: { folder } } });
  const window = newStandIn();
  await exportPage(app, []);
  assert.equal(window.messages.length, 0);
  window.place = () => Uri.file(target);
  window.answer = () => "Open";
  await exportPage(app, []);
  assert.match(
    readFileSync(target, "utf8"),
    /^<!doctype html>[^]*Content-Security-Policy[^]*<title>small<\/title>/,
  );
  const [told] = window.messages;
  assert.deepEqual([told?.text, told?.actions], [`Written: "${target}"`, ["Open", "Copy Path"]]);
  assert.equal((await until("it is opened", () => window.openedOutside[0])).fsPath, target);
  window.answer = () => "Copy Path";
  await exportPage(app, []);
  assert.equal(await until("the path is copied", () => window.clipboard !== "" && window.clipboard), target);
});

test("selected runs, and those of the comparison in front, share a page; more than fit are refused before anything is asked", async t => {
  const runs = temporaryFolder(t);
  const folders: string[] = [];
  for (const weight of [0, 0.1]) folders.push(await recordedRun(runs, { ...brief, weight }));
  const target = join(runs, "page.html");
  const window = newStandIn();
  window.place = () => Uri.file(target);
  await exportPage(appWith(folders, { compare: { active: { folders } } }), []);
  assert.match(readFileSync(target, "utf8"), /"runs":\[\{.*"facts".*"facts"/);
  const rows = Array.from({ length: 5 }, () => ({ folder: folders[0] }));
  const asked: unknown[] = [];
  window.place = options => {
    asked.push(options);
    return undefined;
  };
  await exportPage(appWith(folders, {}), [rows[0], rows]);
  assert.deepEqual(asked, []);
  assert.match(window.messages.at(-1)?.text ?? "", /5 runs are too many for one page: select at most 4/);
  assert.ok(existsSync(target));
});

test("the report in front, and a sweep's row, are exported as a report", async t => {
  const folder = temporaryFolder(t);
  const window = newStandIn();
  window.place = () => Uri.file(join(folder, "page.html"));
  const isReport = { name: "RunReadError", message: `${folder} holds no runs of a sweep.` };
  await assert.rejects(exportPage(appWith([], { report: { active: { folder } } }), []), isReport);
  await assert.rejects(exportPage(appWith([], {}), [{ sweepFolder: folder }]), isReport);
});
