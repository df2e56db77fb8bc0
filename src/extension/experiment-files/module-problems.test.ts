import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { observedRun } from "../../../test/support/observed-run.ts";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, openDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import { createRun } from "../../runs/create-run.ts";
import type { ObservedRun } from "../../runs/list.ts";
import type { RunsListener } from "../../runs/run-index.ts";
import { mayRunModules } from "../trainers/module-trust.ts";
import { ExperimentDiagnostics } from "./diagnostics.ts";
import { ModuleProblems } from "./module-problems.ts";

const experiment = '{ "data": { "kind": "ring" },\n"pairing": { "kind": "custom", "module": "own.mjs" } }';

test("an open experiment's module is marked in its own editor, by its text alone: nothing of it runs", async t => {
  const folder = temporaryFolder(t);
  const [file, module, mark] = ["a.gan.json", "own.mjs", "it-ran"].map(name => join(folder, name));
  assert.ok(file !== undefined && module !== undefined && mark !== undefined);
  const problems = async (text: string | null) => {
    if (text !== null) writeFileSync(module, text);
    const window = newStandIn();
    openDocument(file, experiment);
    const diagnostics = new ExperimentDiagnostics();
    await diagnostics.settled();
    diagnostics.dispose();
    const said = (at: string) =>
      (window.problems.get(Uri.file(at).toString()) ?? []).map(
        ({ range, message }) => `${range.start.line}:${range.start.character} ${message}`,
      );
    return { experiment: said(file), module: said(module) };
  };
  const missing = await problems(null);
  assert.match(missing.experiment[0] ?? "", /^1:41 pairing\.module: "own\.mjs": there is no such file/);
  const runs = `process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(mark)}, "");\n`;
  const odd = await problems(`${runs}export default () => {\n  return ];\n};`);
  assert.deepEqual(odd.experiment, []);
  assert.match(odd.module[0] ?? "", /^2:9 no JavaScript module/);
  assert.deepEqual(await problems(`${runs}export default () => 0;`), { experiment: [], module: [] });
  assert.ok(!existsSync(mark));
});

test("what a module's newest run said of it is shown until the file is changed", t => {
  const folder = temporaryFolder(t);
  const file = join(folder, "own.mjs");
  writeFileSync(file, "export default () => {\n  return 3;\n};\n");
  const window = newStandIn();
  let changed: RunsListener = () => undefined;
  let all: readonly ObservedRun[] = [];
  const watched = new ModuleProblems({
    get all() {
      return all;
    },
    onChange: tell => {
      changed = tell;
      return () => undefined;
    },
  });
  t.after(() => {
    watched.dispose();
  });
  const problem = { file, line: 2, column: 3, message: "no scalar" };
  const heartbeatAt = new Date().toISOString();
  const run = (createdAt: string, status: object) =>
    observedRun(createdAt, {
      info: { createdAt, modules: { pairing: file } },
      status: { heartbeatAt, ...status },
    });
  const shown = (runs: readonly ObservedRun[]) => {
    all = runs;
    changed(new Set());
    return (window.problems.get(Uri.file(file).toString()) ?? []).map(
      ({ range, message }) => `${range.start.line}:${range.start.character} ${message}`,
    );
  };
  utimesSync(file, 1, 1);
  const failed = run("2026-01-02T00:00:00.000Z", { state: "failed", problem });
  assert.deepEqual(shown([failed, run("2026-01-01T00:00:00.000Z", {})]), ["1:2 no scalar"]);
  assert.deepEqual(shown([failed, run("2026-01-03T00:00:00.000Z", {})]), []);
  utimesSync(file, Date.now() / 1000 + 10, Date.now() / 1000 + 10);
  assert.deepEqual(shown([failed]), []);
});

test("a run's modules may run in a trusted workspace, where the run lies in it or its modules are files of it", async t => {
  const [own, elsewhere] = [temporaryFolder(t), temporaryFolder(t)];
  const window = newStandIn();
  window.workspaceFolders = [{ uri: Uri.file(own), name: "own", index: 0 }];
  const file = join(own, "own.mjs");
  const text = "export default () => 0;";
  writeFileSync(file, text);
  const info = observedRun("any").info;
  const make = (runsFolder: string, module: { file: string; text: string }) => {
    mkdirSync(runsFolder, { recursive: true });
    return createRun(runsFolder, { ...info, modules: { pairing: module } });
  };
  const inside = await make(join(own, "runs"), { file: "/anywhere.mjs", text });
  const madeHere = await make(elsewhere, { file, text });
  const strange = await make(elsewhere, { file: join(elsewhere, "own.mjs"), text });
  const changed = await make(elsewhere, { file, text: `${text}//` });
  assert.deepEqual([inside, madeHere, strange, changed].map(mayRunModules), [true, true, false, false]);
  window.isTrusted = false;
  assert.deepEqual([inside, madeHere].map(mayRunModules), [false, false]);
  rmSync(file);
});
