import assert from "node:assert/strict";
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { version, writeEventFile } from "../../../test/support/event-file.ts";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { logRows } from "../explorer/log-rows.ts";
import type { Row } from "../explorer/tree-node.ts";
import { foldersAround } from "./folders-around.ts";
import { OpenedLogs } from "./opened-logs.ts";

/** What a workspace keeps, over windows. */
function memory() {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string, otherwise?: T) => (kept.get(key) as T | undefined) ?? otherwise,
    update: (key: string, value: unknown) => {
      kept.set(key, structuredClone(value));
      return Promise.resolve();
    },
  } as ConstructorParameters<typeof OpenedLogs>[0];
}

function logsIn(t: TestContext) {
  const root = temporaryFolder(t);
  const one = join(root, "one");
  const several = join(root, "lightning_logs");
  writeEventFile(one, [version]);
  for (const name of ["version_0", "version_1"]) writeEventFile(join(several, name), [version]);
  return { root, one, several };
}

const seen = (rows: readonly Row[]): unknown[] =>
  rows.map(row => ["name" in row ? row.name : row.kind, seen(row.children)]);

test("opened folders stay in the list over windows until they are removed", async t => {
  const { one, several } = logsIn(t);
  const workspace = memory();
  const logs = new OpenedLogs(workspace);
  let told = 0;
  logs.onChange(() => told++);
  await logs.add(one);
  await logs.add(several);
  assert.equal(told, 2);
  assert.ok(logs.has(join(several, "version_1")));
  const later = new OpenedLogs(workspace);
  await later.refresh();
  assert.deepEqual(seen(logRows(later.all, "")), [
    [
      "TensorBoard logs",
      [
        ["one", []],
        [
          "lightning_logs",
          [
            ["version_0", []],
            ["version_1", []],
          ],
        ],
      ],
    ],
  ]);
  await later.remove(several);
  assert.deepEqual(seen(logRows(new OpenedLogs(workspace).all, "")), [["TensorBoard logs", [["one", []]]]]);
});

test("a folder without event files is refused and not kept; a long search can be given up", async t => {
  const { root, several } = logsIn(t);
  const empty = join(root, "empty");
  mkdirSync(empty);
  const logs = new OpenedLogs(memory());
  await assert.rejects(logs.add(empty), /no TensorBoard event files.*empty/);
  await assert.rejects(logs.add(join(root, "nowhere")), /no TensorBoard event files/);
  const given = AbortSignal.abort(new Error("given up"));
  await assert.rejects(logs.add(several, given), /given up/);
  assert.deepEqual(logs.all, []);
  assert.deepEqual(logRows(logs.all, ""), []);
});

test("runs that come are found by the next look, and a folder that went away says so", async t => {
  const { several } = logsIn(t);
  const logs = new OpenedLogs(memory());
  await logs.add(several);
  writeEventFile(join(several, "version_2"), [version]);
  await logs.refresh();
  assert.equal(logs.all[0]?.runs.length, 3);
  renameSync(several, `${several} elsewhere`);
  await logs.refresh();
  assert.match(JSON.stringify(logRows(logs.all, "")), /cannot be read: there are no event files any more/);
});

test("a filter's words must stand in a log's name or its run's", async t => {
  const { one, several } = logsIn(t);
  const logs = new OpenedLogs(memory());
  await logs.add(one);
  await logs.add(several);
  assert.deepEqual(seen(logRows(logs.all, "LIGHT 1")), [
    ["TensorBoard logs", [["lightning_logs", [["version_1", []]]]]],
  ]);
  assert.deepEqual(logRows(logs.all, "seed:1"), []);
});

test("no row of a log has what commands for runs look for", async t => {
  const { one, several } = logsIn(t);
  const logs = new OpenedLogs(memory());
  await logs.add(one);
  await logs.add(several);
  const all = (rows: readonly Row[]): Row[] => rows.flatMap(row => [row, ...all(row.children)]);
  for (const row of all(logRows(logs.all, ""))) assert.ok(!("folder" in row) && !("run" in row), row.kind);
});

test("the menu's folders are those around event files, up to the workspace's", () => {
  assert.deepEqual(foldersAround(["/w/a/b", "/w/a/c"], ["/w"]).sort(), ["/w", "/w/a", "/w/a/b", "/w/a/c"]);
  assert.deepEqual(foldersAround([], ["/w"]), []);
});
