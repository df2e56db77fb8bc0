import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../test/support/run-folder.ts";
import { ControlReader, type PlacedLine } from "./control-reader.ts";

const request = (id: string) =>
  `${JSON.stringify({ id, at: "2026-01-01T00:00:00.000Z", by: "tést", do: "pause" })}\n`;

const shown = (lines: readonly PlacedLine[]) =>
  lines.map(line =>
    line.kind === "request" ? line.request.id : line.kind === "refused" ? `refused ${line.id}` : "?",
  );

test("wherever the file is when it is looked at, each line is given once and in order", t => {
  const path = join(temporaryFolder(t), "control.ndjson");
  const bytes = Buffer.from(
    `${request("a")}garbage\n\n${request("b")}{"id":"c","do":"dance"}\n${request("d")}`,
  );
  const expected = ["a", "?", "b", "refused c", "d"];
  for (let cut = 0; cut <= bytes.length; cut++) {
    for (const second of [cut, Math.min(cut + 7, bytes.length)]) {
      writeFileSync(path, "");
      const reader = new ControlReader(path);
      const seen: string[] = [];
      for (const [from, to] of [
        [0, cut],
        [cut, second],
        [second, bytes.length],
      ] as const) {
        appendFileSync(path, bytes.subarray(from, to));
        seen.push(...shown(reader.poll()));
      }
      assert.deepEqual(seen, expected);
      assert.deepEqual(reader.poll(), []);
    }
  }
});

test("a line longer than any request is passed over once, also while it grows", t => {
  const path = join(temporaryFolder(t), "control.ndjson");
  writeFileSync(path, request("a"));
  const reader = new ControlReader(path);
  const seen = shown(reader.poll());
  for (let i = 0; i < 20; i++) {
    appendFileSync(path, "x".repeat(50_000));
    seen.push(...shown(reader.poll()));
  }
  appendFileSync(path, `\n${request("b")}`);
  const lines = reader.poll();
  assert.deepEqual([...seen, ...shown(lines)], ["a", "?", "b"]);
  assert.equal(lines[0]?.offset, Buffer.byteLength(request("a")));
});

test("a file of many megabytes is read whole", t => {
  const path = join(temporaryFolder(t), "control.ndjson");
  writeFileSync(path, Array.from({ length: 20_000 }, (_, i) => request(String(i))).join(""));
  assert.deepEqual(
    shown(new ControlReader(path).poll()),
    Array.from({ length: 20_000 }, (_, i) => String(i)),
  );
});

test("a file that is not there yet, or was replaced by a shorter one, is read from its start", t => {
  const path = join(temporaryFolder(t), "control.ndjson");
  const reader = new ControlReader(path);
  assert.deepEqual(reader.poll(), []);
  writeFileSync(path, request("a") + request("b"));
  assert.deepEqual(shown(reader.poll()), ["a", "b"]);
  writeFileSync(path, request("c"));
  assert.deepEqual(shown(reader.poll()), ["c"]);
});

test("a file that is deleted is none, and one that takes its place is read from its start, whatever its size", t => {
  const path = join(temporaryFolder(t), "control.ndjson");
  const reader = new ControlReader(path);
  for (const id of ["a", "b", "c"]) {
    writeFileSync(path, request(id));
    assert.deepEqual(shown(reader.poll()), [id]);
    rmSync(path);
    if (id === "b") continue;
    assert.deepEqual(reader.poll(), []);
    assert.deepEqual(reader.poll(), []);
  }
  writeFileSync(path, request("d"));
  const other = `${path}.other`;
  writeFileSync(other, request("e"));
  assert.deepEqual(shown(reader.poll()), ["d"]);
  renameSync(other, path);
  assert.deepEqual(shown(reader.poll()), ["e"]);
});

test("what the system refuses to read is read later, and what was read before is not lost", t => {
  const path = join(temporaryFolder(t), "control.ndjson");
  const reader = new ControlReader(path);
  mkdirSync(path);
  assert.throws(() => reader.poll(), { code: "EISDIR" });
  assert.throws(() => reader.poll(), { code: "EISDIR" });
  rmdirSync(path);
  writeFileSync(path, request("a"));
  assert.deepEqual(shown(reader.poll()), ["a"]);
});

test("values that no request can have are refused by the id, lines without an id are unreadable", t => {
  const path = join(temporaryFolder(t), "control.ndjson");
  const at = "2026-01-01T00:00:00.000Z";
  const lines: [object | string, string][] = [
    [{ id: "1", at, by: "x", do: "set", key: "pace" }, "refused 1"],
    [{ id: "2", at, by: "x", do: "set", key: "pace", value: "3" }, "refused 2"],
    [{ id: "3", at, by: "x", do: "set", key: "pace", value: 3, more: 1 }, "3"],
    [{ id: "4", do: "stop" }, "refused 4"],
    [{ id: 5, at, by: "x", do: "stop" }, "?"],
    ["[]", "?"],
    ["null", "?"],
    ["{", "?"],
  ];
  writeFileSync(
    path,
    lines.map(([line]) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
  );
  assert.deepEqual(
    shown(new ControlReader(path).poll()),
    lines.map(([, expected]) => expected),
  );
});
