import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { asNobody } from "../../test/support/as-nobody.ts";
import { checkpointOf, newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { fill, makeRoom, smallDisk } from "../../test/support/small-disk.ts";
import { lastCheckpoint, readState } from "./checkpoints.ts";
import { readJournal } from "./journal.ts";
import { openRunForWriting } from "./run-writer.ts";
import { readScalars } from "./scalars.ts";
import { readStatus } from "./status.ts";

test("on a full disk a run keeps everything up to its last checkpoint, says so, and goes on when there is room", async t => {
  const disk = smallDisk(t, 1);
  if (disk === null) return;
  const folder = await newRun(disk);
  const writer = await openRunForWriting(folder);
  writer.status(statusOf(10));
  writer.scalars(10, { a: 10 });
  writer.journal({ step: 10, kind: "notice", message: "before" });
  writer.checkpoint(10, checkpointOf(10));
  fill(disk);
  const full = { name: "RunWriteError", code: "ENOSPC", message: /full.*Free some space/ };
  assert.throws(() => {
    writer.checkpoint(20, { ...checkpointOf(20), generator: Buffer.alloc(100_000) });
  }, full);
  assert.throws(() => {
    writer.samples(20, Buffer.alloc(100_000));
  }, full);
  assert.throws(() => {
    for (let i = 0; i < 1000; i++) writer.journal({ step: 20, kind: "notice", message: "x".repeat(100) });
  }, full);
  // Where the old one was there is room for the new one.
  writer.status(statusOf(20, { state: "failed", message: "full" }));
  assert.equal(readStatus(folder).state, "failed");
  writer.close();
  assert.ok(!existsSync(join(folder, "lock.json")) || readFileSync(join(folder, "lock.json")).length > 0);
  assert.equal(lastCheckpoint(folder)?.step, 10);
  assert.deepEqual(readState(lastCheckpoint(folder)?.folder ?? "").tensors, checkpointOf(10).tensors);
  assert.deepEqual(readScalars(folder).get("a"), [{ step: 10, value: 10 }]);
  assert.equal(readJournal(folder)[0]?.message, "before");
  assert.ok(readFileSync(join(folder, "journal.ndjson"), "utf8").endsWith("\n"), "no torn line is left");

  makeRoom(disk);
  const again = await openRunForWriting(folder);
  again.checkpoint(20, checkpointOf(20));
  again.close();
  assert.equal(lastCheckpoint(folder)?.step, 20);
});

test("a run cannot be made on a full disk, and nothing is left of the attempt", async t => {
  const disk = smallDisk(t, 1);
  if (disk === null) return;
  fill(disk);
  await assert.rejects(newRun(join(disk)), { name: "RunWriteError", code: "ENOSPC" });
});

test("on a read-only file system the message says what to do", async t => {
  const disk = smallDisk(t, 1);
  if (disk === null) return;
  const folder = await newRun(disk);
  assert.equal(spawnSync("mount", ["-o", "remount,ro", disk]).status, 0);
  const refused = { name: "RunWriteError", code: "EROFS", message: /read-only.*Choose another folder/ };
  await assert.rejects(openRunForWriting(folder), refused);
  await assert.rejects(newRun(disk), refused);
  // Where folders around it are to be made too, the system says that nothing is there.
  await assert.rejects(newRun(join(disk, "a", "runs")), refused);
});

test("without permission the message says so", async t => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o500);
  const refused = { name: "RunWriteError", code: "EACCES", message: /no permission/ };
  await asNobody(() => assert.rejects(newRun(join(folder, "runs")), refused));
});

test("a file in the way of the runs' folder is named", async t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "runs"), "");
  await assert.rejects(newRun(join(folder, "runs")), {
    name: "RunWriteError",
    message: /a file stands where/,
  });
  await assert.rejects(newRun(join(folder, "runs", "deeper")), {
    name: "RunWriteError",
    message: /a file stands where/,
  });
});

test("a folder deleted under its writer is noticed at the next write, whatever that is, and closing is quiet", async t => {
  const runsFolder = temporaryFolder(t);
  const gone = { name: "RunWriteError", code: "ENOENT", message: /deleted or moved/ };
  for (const remains of [false, true]) {
    const folder = await newRun(runsFolder);
    const writer = await openRunForWriting(folder);
    writer.scalars(1, { a: 1 });
    // This one waits for company.
    writer.scalars(2, { a: 1 });
    rmSync(folder, { recursive: true });
    if (remains) mkdirSync(folder);
    const expected = remains ? { name: "LockLostError", message: /lock\.json was removed/ } : gone;
    const writes: (() => void)[] = [
      () => {
        writer.scalars(3, { a: 1 });
      },
      () => {
        writer.flush();
      },
      () => {
        writer.samples(2, Buffer.of(1));
      },
      () => {
        writer.checkpoint(2, checkpointOf(2));
      },
      () => writer.journal({ step: 2, kind: "notice" }),
      () => {
        writer.status(statusOf(2, { state: "failed" }));
      },
      () => {
        writer.log("line");
      },
    ];
    for (const write of writes) assert.throws(write, expected);
    writer.close();
    assert.equal(existsSync(folder), remains);
  }
});

test("nothing is written after another process took the run over", async t => {
  const folder = await newRun(temporaryFolder(t));
  const timing = { wait: 100, still: 20, poll: 5 };
  const old = await openRunForWriting(folder);
  old.checkpoint(10, checkpointOf(10));
  const lock = join(folder, "lock.json");
  // As it looks from another machine.
  writeFileSync(lock, readFileSync(lock, "utf8").replace(/"host":"[^"]*"/, `"host":"elsewhere"`));
  const taken = await openRunForWriting(folder, { timing });
  const journal = readFileSync(join(folder, "journal.ndjson"));
  assert.throws(() => old.journal({ step: 11, kind: "notice" }), {
    name: "LockLostError",
    message: /taken over by process/,
  });
  assert.throws(
    () => {
      old.checkpoint(20, checkpointOf(20));
    },
    { name: "LockLostError" },
  );
  old.close();
  assert.deepEqual(readFileSync(join(folder, "journal.ndjson")), journal);
  assert.equal(lastCheckpoint(folder)?.step, 10);
  taken.checkpoint(20, checkpointOf(20));
  taken.close();
});
