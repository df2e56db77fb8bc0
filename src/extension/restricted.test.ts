// A stranger's workspace is only looked at: hostile folders, drawn from a fixed seed, are shown by the whole extension.
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { test, type TestContext } from "node:test";
import { scalar, writeEventFile } from "../../test/support/event-file.ts";
import { until } from "../../test/support/fake-trainer.ts";
import { spyOnFiles } from "../../test/support/file-spy.ts";
import { newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { grantTrust, newStandIn, standInContext, Uri } from "../../test/support/vscode-stand-in.ts";
import { dashboardCallKinds } from "../protocol/call-kinds.ts";
import { dashboardProtocol } from "../protocol/dashboard.ts";
import { readOnlyIn } from "../reach/reach.ts";
import { activate } from "./extension.ts";
import { commands, type CommandName } from "./contributions/commands.ts";

const RUNS = 24;

/** Numbers from 0 to 1, the same ones every time. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A workspace whose runs name and link to what lies beside it. */
async function hostileWorkspace(t: TestContext) {
  const root = temporaryFolder(t);
  const [workspace, outside] = [join(root, "workspace"), join(root, "outside")];
  const runs = join(workspace, "runs");
  const secret = await newRun(join(outside, "runs"));
  writeEventFile(secret, [scalar(1, { "loss/generator": 1 })]);
  writeFileSync(join(secret, "notes.json"), "{}");
  writeFileSync(join(secret, "trainer.log"), "secret\n");
  writeFileSync(join(secret, "samples", "00000000.npy"), "secret");
  writeFileSync(join(outside, "secret.gan.json"), `{ "name": "secret", "data": { "kind": "ring" } }`);
  const plain = await newRun(runs);
  writeEventFile(plain, [scalar(1, { "loss/generator": 1 })]);
  const ways = ["..", ".", "../../outside/runs", secret, "../" + plain, "C:\\x", "", "a/b", "self"];
  const links = ["run.json", "status.json", "notes.json", "journal.ndjson", "samples", "checkpoints"];
  const draw = drawing(13);
  const one = <T>(of: readonly T[]): T => of[Math.floor(draw() * of.length)] as T;
  for (let i = 0; i < RUNS; i++) {
    const folder = join(runs, `hostile-${i}`);
    cpSync(plain, folder, { recursive: true });
    const info = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as { experiment: object };
    const way = one(ways);
    const change = one([
      { parent: { id: way === "self" ? `hostile-${i}` : way, step: 1 } },
      { parent: { id: `hostile-${Math.floor(draw() * RUNS)}`, step: 1 } },
      { id: way },
      { experiment: { ...info.experiment, data: { kind: "npy", file: join(secret, "run.json") } } },
      { experiment: { ...info.experiment, evaluation: { samples: 9, neighbours: 5, features: secret } } },
    ]);
    writeFileSync(join(folder, "run.json"), JSON.stringify({ ...info, ...change }));
    for (const name of links) {
      if (draw() > 0.3) continue;
      rmSync(join(folder, name), { recursive: true, force: true });
      symlinkSync(join(secret, name), join(folder, name));
    }
    const [event = ""] = readdirSync(secret).filter(name => name.includes("tfevents"));
    if (draw() < 0.3) symlinkSync(join(secret, event), join(folder, `${event}.2`));
    if (draw() < 0.3) symlinkSync(join(secret, "trainer.log"), join(folder, "trainer.log"));
  }
  symlinkSync(secret, join(runs, "linked-run"));
  symlinkSync(join(outside, "runs"), join(runs, "linked-runs"));
  symlinkSync(outside, join(runs, ".bin"));
  symlinkSync(outside, join(workspace, "logs"));
  symlinkSync(join(outside, "secret.gan.json"), join(workspace, "own.gan.json"));
  writeFileSync(join(workspace, "own.sweep.json"), `{ "experiment": "../outside/secret.gan.json" }`);
  return { root, workspace, outside, runs, secret, plain };
}

/** Every file of a tree with its text; links as such. */
const content = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${entry.isFile() ? readFileSync(path, "utf8") : ""}`;
    })
    .sort();

const call = (id: number, method: string) => ({
  kind: "call",
  id,
  method,
  params: { step: 0, count: 9, from: 0, to: 1, what: "folder", text: "x", star: true, tags: [], most: 9 },
});

test("every command and every call of a page, untrusted, on hostile folders: nothing is written, started or opened outside", async t => {
  const place = await hostileWorkspace(t);
  const window = newStandIn();
  window.isTrusted = false;
  window.workspaceFolders = [{ uri: Uri.file(place.workspace), name: "workspace", index: 0 }];
  window.settings.set("pairingLab.runsFolder", join(place.outside, "runs"));
  window.pick = (items, options) =>
    (options as { canPickMany?: boolean } | undefined)?.canPickMany === true ? items.slice(0, 4) : items[0];
  window.place = () => Uri.file(join(place.outside, "chosen"));
  const context = standInContext(resolve("."));
  const kept = join(place.root, "storage");
  Object.assign(context, { globalStorageUri: Uri.file(kept) });
  t.after(() => {
    for (const part of context.subscriptions) part.dispose();
    readOnlyIn(null);
  });
  const before = content(place.root);
  const spied = spyOnFiles(t);
  activate(context as unknown as Parameters<typeof activate>[0]);
  const run = (name: string, ...given: unknown[]) => window.registered.get(name)?.(...given);
  await run("pairingLab.runs.refresh");

  const folders = [...readdirSync(place.runs).map(name => join(place.runs, name)), place.secret];
  for (const folder of folders) await run("pairingLab.run.open", { folder });
  for (const panel of window.panels.filter(({ disposed }) => !disposed)) {
    panel.say({ kind: "hello", ...dashboardProtocol });
    panel.say({ kind: "call", id: 1000, method: "stream/start", params: null });
  }
  // The run that harms nobody is shown.
  await until(() => window.panels.some(({ posted }) => JSON.stringify(posted).includes(place.plain)));
  for (const panel of window.panels.filter(({ disposed }) => !disposed))
    Object.keys(dashboardCallKinds).forEach((method, i) => {
      panel.say(call(i + 1, method));
    });
  const given = [
    [],
    [{ folder: place.secret }],
    [{ folder: folders[0] }],
    [{ sweepFolder: join(place.runs, "linked-runs") }],
    [{ log: join(place.workspace, "logs") }],
    [Uri.file(join(place.workspace, "logs"))],
    [Uri.file(join(place.workspace, "own.gan.json"))],
    [Uri.file(join(place.workspace, "own.sweep.json"))],
    [Uri.file(join(place.outside, "secret.gan.json"))],
  ];
  for (const name of Object.keys(commands) as CommandName[]) for (const one of given) await run(name, ...one);
  await run("pairingLab.runs.refresh");

  const allowed = [place.workspace, resolve("."), "/proc", "/sys"];
  const led = [...spied.opened].filter(
    path => !allowed.some(way => path === way || path.startsWith(way + sep)),
  );
  assert.deepEqual(led, []);
  assert.deepEqual(spied.started, []);
  assert.deepEqual(content(place.root), before);

  // The same with trust: what was out of reach is read, without a reload.
  grantTrust();
  await until(() => [...spied.opened].some(path => path.startsWith(place.outside + sep)));
});
