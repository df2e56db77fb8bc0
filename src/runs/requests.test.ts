import assert from "node:assert/strict";
import { appendFileSync, readFileSync, truncateSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { refuseFiles } from "../../test/support/refusing-files.ts";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { appendRequest, type ControlRequest } from "./control.ts";
import { readJournal } from "./journal.ts";
import { openRunForWriting, type RunWriter } from "./run-writer.ts";
import type { RunState } from "./status.ts";

const set = (id: string, value = 1): ControlRequest => ({
  id,
  at: "2026-01-01T00:00:00.000Z",
  by: "test",
  do: "set",
  key: "pairing.weight",
  value,
});

const ids = (writer: RunWriter) => writer.requests(7).map(request => request.id);
const outcomes = (folder: string) =>
  readJournal(folder).flatMap(({ request, kind }) => (request === undefined ? [] : [`${kind} ${request}`]));

/** Leaves the run as a crash in this state would. */
async function crashed(folder: string, writer: RunWriter, state: RunState): Promise<void> {
  writer.status(statusOf(7, { state }));
  const control = readFileSync(join(folder, "control.ndjson"));
  const journal = readFileSync(join(folder, "journal.ndjson"));
  writer.close();
  // Closing refuses what is left; a crash does not.
  truncateSync(join(folder, "journal.ndjson"), journal.length);
  assert.deepEqual(readFileSync(join(folder, "control.ndjson")), control);
  await Promise.resolve();
}

test("each request is given once and has one outcome, also when its id comes again or is answered twice", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  appendRequest(folder, set("a"));
  appendRequest(folder, set("b"));
  appendRequest(folder, set("a", 5));
  assert.deepEqual(ids(writer), ["a", "b"]);
  appendRequest(folder, set("b"));
  assert.deepEqual(ids(writer), []);
  assert.equal(
    writer.journal({ step: 1, kind: "intervention", request: "a", key: "pairing.weight", to: 1 }),
    true,
  );
  assert.equal(writer.journal({ step: 2, kind: "refused", request: "a" }), false);
  writer.close();
  assert.deepEqual(outcomes(folder), ["intervention a", "refused b"]);
});

test("after a crash, requests without an outcome are served, those with one are not", async t => {
  const folder = await newRun(temporaryFolder(t));
  const first = await openRunForWriting(folder);
  for (const id of ["a", "b", "c"]) appendRequest(folder, set(id));
  assert.deepEqual(ids(first), ["a", "b", "c"]);
  first.journal({ step: 7, kind: "intervention", request: "b" });
  await crashed(folder, first, "training");
  appendRequest(folder, set("d"));
  const second = await openRunForWriting(folder);
  assert.deepEqual(ids(second), ["a", "c", "d"]);
  second.close();
  assert.deepEqual(outcomes(folder).sort(), ["intervention b", "refused a", "refused c", "refused d"]);
});

test("what was asked of a run that had ended is refused, not applied when it is resumed", async t => {
  for (const state of ["done", "stopped", "failed"] as const) {
    const folder = await newRun(temporaryFolder(t));
    const first = await openRunForWriting(folder);
    first.status(statusOf(7, { state }));
    first.close();
    appendRequest(folder, set("late"));
    const second = await openRunForWriting(folder);
    assert.deepEqual(ids(second), []);
    second.close();
    assert.deepEqual(outcomes(folder), ["refused late"]);
    assert.equal(readJournal(folder)[0]?.step, 7);
  }
});

test("a run resumed after a crash is not stopped or paused by what was asked of the process that is gone", async t => {
  const folder = await newRun(temporaryFolder(t));
  const first = await openRunForWriting(folder);
  const { id, at, by } = set("stop");
  appendRequest(folder, { id, at, by, do: "stop" });
  appendRequest(folder, { id: "pause", at, by, do: "pause" });
  appendRequest(folder, set("a"));
  await crashed(folder, first, "training");
  const second = await openRunForWriting(folder);
  assert.deepEqual(ids(second), ["a"]);
  appendRequest(folder, { id: "now", at, by, do: "stop" });
  assert.deepEqual(ids(second), ["now"]);
  assert.deepEqual(outcomes(folder), ["refused stop", "refused pause"]);
  second.close();
});

test("a request that waits in a queued run is served when it starts", async t => {
  const folder = await newRun(temporaryFolder(t));
  appendRequest(folder, set("early"));
  const writer = await openRunForWriting(folder);
  assert.deepEqual(ids(writer), ["early"]);
  writer.close();
});

test("unreadable lines become one notice each, whatever restarts; a malformed request is refused by its id", async t => {
  const folder = await newRun(temporaryFolder(t));
  const control = join(folder, "control.ndjson");
  appendFileSync(control, `garbage\n{"id":"m","do":"dance"}\n`);
  for (let session = 0; session < 3; session++) {
    const writer = await openRunForWriting(folder);
    assert.deepEqual(ids(writer), []);
    appendFileSync(control, `garbage\n`);
    assert.deepEqual(ids(writer), []);
    writer.close();
  }
  const journal = readJournal(folder);
  assert.equal(journal.filter(entry => entry.kind === "notice").length, 4);
  assert.match(journal[0]?.message ?? "", /control\.ndjson: .*garbage/);
  assert.deepEqual(outcomes(folder), ["refused m"]);
});

test("wherever a crash tears the journal, each request still ends with one outcome", async t => {
  const folder = await newRun(temporaryFolder(t));
  const first = await openRunForWriting(folder);
  for (const id of ["a", "b", "c"]) appendRequest(folder, set(id));
  for (const id of ids(first)) first.journal({ step: 1, kind: "intervention", request: id });
  await crashed(folder, first, "training");
  const path = join(folder, "journal.ndjson");
  const whole = readFileSync(path);
  for (let length = whole.length; length >= 0; length -= 5) {
    truncateSync(path, length);
    const writer = await openRunForWriting(folder);
    writer.status(statusOf(7));
    for (const id of ids(writer)) writer.journal({ step: 2, kind: "intervention", request: id });
    await crashed(folder, writer, "training");
    assert.deepEqual(outcomes(folder).sort(), ["intervention a", "intervention b", "intervention c"]);
  }
});

test("looking for requests when there are none is one look at the file", async t => {
  const folder = await newRun(temporaryFolder(t));
  const writer = await openRunForWriting(folder);
  appendRequest(folder, set("a"));
  writer.requests(7);
  const calls: string[] = [];
  const restore = refuseFiles(t, (call, path) => {
    calls.push(`${call} ${basename(path)}`);
    return null;
  });
  assert.deepEqual(writer.requests(7), []);
  restore();
  writer.close();
  assert.deepEqual(calls, ["statSync control.ndjson"]);
});
