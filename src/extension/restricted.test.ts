// A stranger's workspace is only looked at: hostile folders, drawn from a fixed seed, are shown by the whole extension.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { until } from "../../test/support/until.ts";
import { spyOnFiles } from "../../test/support/file-spy.ts";
import { hostileWorkspace } from "../../test/support/hostile-workspace.ts";
import {
  grantTrust,
  newStandIn,
  openDocument,
  standInContext,
  Uri,
  StandInPanel,
} from "../../test/support/vscode-stand-in.ts";
import { readOnlyIn } from "../reach/reach.ts";
import { activate } from "./extension.ts";
import { commands, type CommandName } from "./contributions/commands.ts";
import { openingCommands, pageNames, pages as table, viewType } from "./contributions/pages.ts";
import { runsView } from "./contributions/views.ts";

/** Every file of a tree with its text; links as such. */
const content = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${entry.isFile() ? readFileSync(path, "utf8") : ""}`;
    })
    .sort();

/** What every page speaks, by the type of its panels. */
const pages = new Map(
  await Promise.all(
    pageNames.map(async name => [viewType(name), (await table[name].load()).page.protocol] as const),
  ),
);

/** What a page may ask with, whatever it asks, about one of the folders that it may be of. */
function paramsFor(folders: readonly string[], method: string): unknown {
  const [folder = ""] = folders;
  const range = { from: 0, to: 1, buckets: 9, scale: "linear", smoothing: 0 };
  const curves = { tag: "loss/generator", tags: ["loss/generator"], most: 9, as: "csv" };
  const asked = {
    by: null,
    axis: 0,
    step: 1,
    probe: 0,
    count: 9,
    path: "slerp",
    third: 1,
    noise: 1,
    images: true,
    classes: true,
    columns: 2,
    rows: 2,
    latents: new Float32Array(2),
  };
  const bytes = new Uint8Array(1);
  const written = {
    name: "x",
    text: "x",
    kind: method === "report/save" ? "csv" : "svg",
    bytes,
    picture: bytes,
  };
  const steered = {
    key: "pairing.weight",
    value: 1,
    weight: 1,
    do: "stop",
    star: true,
    pinned: true,
    id: "x",
    knobs: null,
  };
  const rectangle = { x0: 0, x1: 1, y0: 0, y1: 1 };
  const exported = { keys: folders, target: "clipboard" };
  const about = {
    ...exported,
    run: folder,
    source: folder,
    runs: folders.slice(0, 2),
    baseline: folder,
    what: "folder",
  };
  const columns = method === "measures/seeds" ? { columns: [{ run: folder, step: 1 }] } : {};
  const all = { ...range, ...curves, ...asked, ...written, ...steered, ...about, ...columns, rectangle };
  return ["runs/add", "sources/add"].includes(method) ||
    /\/start$|^(run\/(resume|repeat|extend|saveAs)|sweep\/(run|cancel|log)|demo\/|trial\/(more|stop|resume)|runs\/openParent)/.test(
      method,
    )
    ? null
    : all;
}

interface Reply {
  readonly kind: string;
  readonly id?: number;
  readonly code?: string;
  readonly message?: string;
}

/** Asks everything that its page can ask, about each of the folders; gives what became of each method. */
async function askAll(panel: StandInPanel, folders: readonly string[]): Promise<Map<string, Reply[]>> {
  const page = pages.get(panel.viewType);
  assert.ok(page !== undefined, panel.viewType);
  panel.say({ kind: "hello", ...page.version });
  const asked = new Map<number, string>();
  const call = (method: string, params: unknown) => {
    panel.say({ kind: "call", id: asked.size, method, params });
    asked.set(asked.size, method);
  };
  call(page.start, null);
  for (const method of Object.keys(page.kinds))
    for (const about of folders.map((_, i) => folders.slice(i))) call(method, paramsFor(about, method));
  const replies = () =>
    (panel.posted as Reply[]).filter(
      ({ kind, id }) => ["result", "error"].includes(kind) && id !== undefined,
    );
  await until("everything is answered", () => replies().length >= asked.size || panel.disposed);
  const became = new Map<string, Reply[]>();
  for (const reply of replies()) {
    const method = asked.get(reply.id ?? -1) ?? "";
    became.set(method, [...(became.get(method) ?? []), reply]);
  }
  return became;
}

test("all that can be asked, untrusted, on hostile folders: nothing is written, started or opened outside", async t => {
  const place = await hostileWorkspace(t);
  const window = newStandIn();
  window.isTrusted = false;
  window.workspaceFolders = [{ uri: Uri.file(place.workspace), name: "workspace", index: 0 }];
  window.settings.set("pairingLab.runsFolder", join(place.outside, "runs"));
  window.pick = (items, options) =>
    (options as { canPickMany?: boolean } | undefined)?.canPickMany === true ? items.slice(0, 4) : items[0];
  window.place = () => Uri.file(join(place.outside, "chosen"));
  for (const file of [place.markingExperiment, place.marking]) openDocument(file, readFileSync(file, "utf8"));
  const context = standInContext(resolve("."));
  Object.assign(context, { globalStorageUri: Uri.file(join(place.root, "storage")) });
  t.after(() => {
    for (const part of context.subscriptions) part.dispose();
    readOnlyIn(null);
  });
  const before = content(place.root);
  const spied = spyOnFiles(t);
  const allowed = [place.workspace, resolve("."), "/proc", "/sys"];
  const nothingLed = (after: string) => {
    assert.ok(!existsSync(place.mark), after);
    const led = [...spied.opened].filter(
      path => !allowed.some(way => path === way || path.startsWith(way + sep)),
    );
    assert.deepEqual(led, [], after);
    assert.deepEqual(spied.started, [], after);
  };
  activate(context as unknown as Parameters<typeof activate>[0]);
  const run = (name: string, ...given: unknown[]) => window.registered.get(name)?.(...given);
  await run("pairingLab.runs.refresh");

  // The explorer, every row, opened and pointed at.
  const tree = window.trees.get(runsView);
  const rows: unknown[] = [];
  const look = async (node?: unknown) => {
    for (const child of (await tree?.getChildren(node)) ?? []) {
      rows.push(child);
      const item = tree?.getTreeItem(child);
      await tree?.resolveTreeItem?.(item, child);
      await look(child);
    }
  };
  await look();
  assert.ok(rows.length > 10);
  nothingLed("explorer");

  // Every page, of whatever can be called by its name.
  const folders = [...readdirSync(place.runs).map(name => join(place.runs, name)), place.secret];
  const logs = readdirSync(place.logs).map(name => ({ log: join(place.logs, name) }));
  for (const folder of folders) {
    await run("pairingLab.run.open", { folder });
    await run("pairingLab.run.openTrial", { folder });
    await run("pairingLab.curves.open", { folder });
    await run("pairingLab.sweep.openReport", { sweepFolder: folder });
  }
  for (let i = 0; i < rows.length; i += 3)
    for (const name of ["pairingLab.runs.compare", "pairingLab.curves.open"])
      await run(name, rows[i], rows.slice(i, i + 3));
  await run("pairingLab.curves.open", logs[0], logs);
  for (const name of Object.keys(openingCommands)) await run(name);
  const restored = [
    { folder: place.secret, folders: [place.secret, place.plain] },
    { folder: place.sweep, folders: [place.plain, ...place.hostile.slice(0, 3)] },
  ];
  const kinds = new Set(window.panels.map(({ viewType }) => viewType));
  for (const [type, serializer] of window.serializers)
    for (const address of [...restored, place.trial]) {
      const panel = new StandInPanel(type, "");
      window.panels.push(panel);
      await (
        serializer as { deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void> }
      ).deserializeWebviewPanel(panel, address);
    }
  assert.deepEqual([...kinds].sort(), [...pages.keys()].sort());
  const became = new Map<string, Reply[]>();
  const about = [place.plain, ...place.hostile, ...place.swept, ...place.modular, place.secret];
  for (const panel of window.panels.filter(({ disposed }) => !disposed))
    for (const [method, replies] of await askAll(panel, about)) {
      const key = `${panel.viewType} ${method}`;
      became.set(key, [...(became.get(key) ?? []), ...replies]);
    }
  nothingLed("pages");
  // Each was truly asked: what only looks answered, the rest was refused for want of trust.
  const unreached = [...pages].flatMap(([type, page]) =>
    Object.entries(page.kinds).flatMap(([method, kind]) => {
      const replies = became.get(`${type} ${method}`) ?? [];
      const looks = kind === "looks" || typeof kind === "function";
      const answered = ({ kind: what, code = "" }: Reply) => what === "result" || code === "input";
      const reached = replies.some(looks ? answered : ({ code }) => code === "untrusted");
      return reached ? [] : [`${type} ${method}: ${replies.map(({ message }) => message).join("; ")}`];
    }),
  );
  assert.deepEqual(unreached, []);

  for (const tool of window.tools.values())
    for (const folder of folders) {
      const input = {
        run: folder.slice(place.runs.length + 1),
        runs: folders.slice(0, 2),
        key: "pairing.weight",
        value: 1,
      };
      // It may refuse.
      await tool.prepareInvocation({ input }).catch((error: unknown) => error);
      await tool.invoke({ input }).catch((error: unknown) => error);
    }
  nothingLed("tools");

  const given = [
    [],
    ...rows.map(row => [row]),
    [{ folder: place.secret }],
    [{ folder: folders[0] }],
    [{ sweepFolder: join(place.runs, "linked-runs") }],
    [{ sweepFolder: place.sweep }],
    [{ log: join(place.workspace, "logs") }],
    ...logs.map(log => [log]),
    [Uri.file(join(place.workspace, "logs"))],
    [Uri.file(place.logs)],
    [Uri.file(join(place.workspace, "own.gan.json"))],
    [Uri.file(join(place.workspace, "own.sweep.json"))],
    [Uri.file(place.markingExperiment)],
    [Uri.file(place.marking)],
    [Uri.file(join(place.outside, "secret.gan.json"))],
  ];
  for (const name of Object.keys(commands) as CommandName[]) for (const one of given) await run(name, ...one);
  await run("pairingLab.runs.refresh");
  nothingLed("commands");
  assert.deepEqual(content(place.root), before);

  // What is wrong with modules is marked by their text, and by what a run in the workspace said; of what lies outside, nothing.
  const marked = [...window.problems].flatMap(([uri, problems]) =>
    problems.map(({ message }) => [uri, message]),
  );
  assert.deepEqual(marked.sort(), [
    [Uri.file(place.markingExperiment).toString(), `discriminator.module: "linked.mjs": this is a link that leads out of the experiment's folder`], // prettier-ignore
    [Uri.file(place.marking).toString(), "it goes wrong"],
  ]);
  // That nothing of them ran would have been seen.
  await import(pathToFileURL(place.marking).href);
  assert.ok(existsSync(place.mark));

  // The same with trust: what was out of reach is read, without a reload.
  grantTrust();
  await until("what lies outside is read", () =>
    [...spied.opened].some(path => path.startsWith(place.outside + sep)),
  );
});
