import assert from "node:assert/strict";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test, type TestContext } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { until } from "../../../test/support/until.ts";
import { newStandIn, openFolders, Uri, watched } from "../../../test/support/vscode-stand-in.ts";
import { recordedFile } from "../../runs/own-file.ts";
import { chooseDocument } from "../commands/experiment-commands.ts";
import { ExperimentFiles } from "./experiment-files.ts";

function write(file: string, text = "{}"): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function searchedIn(t: TestContext, ...folders: readonly string[]) {
  const window = newStandIn();
  openFolders(...folders);
  const experimentFiles = new ExperimentFiles();
  t.after(() => {
    experimentFiles.dispose();
  });
  /** What a person is offered who asks to train. */
  const offered = async () => {
    let labels: string[] = [];
    window.pick = items => {
      labels = (items as { description: string }[]).map(({ description }) => description);
      return undefined;
    };
    await chooseDocument({ experimentFiles, pages: {} }, []);
    return labels.sort();
  };
  return { window, experimentFiles, offered };
}

const made = (runs: string, file: string, name: string) => ({
  ...observedRun("r", {
    info: { file: recordedFile(runs, file) },
    settings: [{ key: "name", value: name }],
  }),
  folder: join(runs, "r"),
});

test("two files of one name are both offered, and a run belongs to its own, whatever else has its name", async t => {
  const root = temporaryFolder(t);
  const [ring, grid] = [write(join(root, "ring/base.gan.json")), write(join(root, "grid/base.gan.json"))];
  const { experimentFiles, offered } = searchedIn(t, root);
  assert.deepEqual(await offered(), ["grid/base.gan.json", "ring/base.gan.json"]);
  const runs = join(root, "runs");
  const fileOf = (run: Parameters<ExperimentFiles["originOf"]>[0]) =>
    experimentFiles.originOf(run).file?.path;
  assert.equal(fileOf(made(runs, ring, "base")), ring);
  assert.equal(fileOf(made(runs, grid, "base")), grid);
  // By another name in the file, too.
  assert.equal(fileOf(made(runs, grid, "renamed")), grid);
  // One whose file is gone is not taken for a run of another file.
  assert.equal(fileOf(made(runs, join(root, "gone/base.gan.json"), "base")), undefined);
  // Early versions did not record it: where two files may be meant, none is.
  const early = observedRun("r", { settings: [{ key: "name", value: "base" }] });
  assert.equal(fileOf(early), undefined);
  const keys = [ring, grid].map(file => experimentFiles.originOf(made(runs, file, "base")).key);
  assert.equal(new Set(keys).size, 2);
});

test("a run of an early version belongs to the one file of its name, or to the one that is called so", async t => {
  const root = temporaryFolder(t);
  const own = write(join(root, "base.gan.json"));
  write(join(root, "copy.gan.json"), '{ "name": "base" }');
  const other = write(join(root, "other.gan.json"), '{ "name": "elsewhere" }');
  const { experimentFiles } = searchedIn(t, root);
  await experimentFiles.look();
  const fileOf = (name: string) =>
    experimentFiles.originOf(observedRun("r", { settings: [{ key: "name", value: name }] })).file?.path;
  assert.deepEqual([fileOf("base"), fileOf("elsewhere"), fileOf("nothing")], [own, other, undefined]);
});

test("runs and files that are moved together still belong together", async t => {
  const root = temporaryFolder(t);
  const file = write(join(root, "old/ring/base.gan.json"));
  const run = made(join(root, "old/runs"), file, "base");
  renameSync(join(root, "old"), join(root, "new"));
  const { experimentFiles } = searchedIn(t, join(root, "new"));
  await experimentFiles.look();
  const moved = { ...run, folder: join(root, "new/runs/r") };
  assert.equal(experimentFiles.originOf(moved).file?.path, join(root, "new/ring/base.gan.json"));
});

test("files are found in hidden folders, by links once, and neither in runs nor in packages", async t => {
  const root = temporaryFolder(t);
  const elsewhere = temporaryFolder(t);
  write(join(elsewhere, "linked.gan.json"));
  write(join(root, ".hidden/deep/a.gan.json"));
  write(join(root, "b.gan.json"));
  write(join(root, "node_modules/package/c.gan.json"));
  write(join(root, "runs/2026-11-22-143005-ring-8-s1-k3f9/modules/d.gan.json"));
  write(join(root, "runs/copied/run.json"));
  write(join(root, "runs/copied/modules/e.gan.json"));
  symlinkSync(elsewhere, join(root, "a-link"));
  symlinkSync(root, join(root, "circle"));
  symlinkSync(join(root, "b.gan.json"), join(root, "a-second.gan.json"));
  symlinkSync(join(root, "nowhere"), join(root, "dangling.gan.json"));
  const { experimentFiles, offered } = searchedIn(t, root, join(root, "circle"));
  await offered();
  assert.deepEqual(
    experimentFiles.all.map(({ real }) => real).sort(),
    [
      ...[join(root, ".hidden/deep/a.gan.json"), join(root, "b.gan.json")],
      join(elsewhere, "linked.gan.json"),
    ].sort(),
  );
});

test("a folder that is added, and one that gets another name, are looked at anew", async t => {
  const [first, second] = [temporaryFolder(t), temporaryFolder(t)];
  write(join(first, "a/x.gan.json"));
  write(join(second, "y.gan.json"));
  const { experimentFiles } = searchedIn(t, first);
  const shown = () => experimentFiles.all.map(({ path }) => relative(first, path)).sort();
  await until("the first is found", () => shown().length === 1);
  openFolders(first, second);
  await until("the second is found", () => shown().length === 2);
  openFolders(first);
  await until("it is gone", () => shown().length === 1);
  renameSync(join(first, "a"), join(first, "b"));
  watched.went.fire(Uri.file(join(first, "a")));
  watched.came.fire(Uri.file(join(first, "b")));
  await until("the new path is known", () => shown()[0] === join("b", "x.gan.json"));
});
