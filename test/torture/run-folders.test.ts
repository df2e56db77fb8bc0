// What disks, networks, clocks and people do to a run's folder while it trains: nothing up to the last checkpoint is lost, nothing
// hangs, what is said is plain, and what is resumed ends with the bytes of a run that was left alone.
import assert from "node:assert/strict";
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { TrainerEnd } from "../../src/launching/trainer.ts";
import { lastCheckpoint } from "../../src/runs/checkpoints.ts";
import { listRuns } from "../../src/runs/list.ts";
import { readStatus } from "../../src/runs/status.ts";
import { errorCode } from "../../src/runs/write-guard.ts";
import { asNobody, NOBODY } from "../support/as-nobody.ts";
import { fill, makeRoom, smallDisk } from "../support/small-disk.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { trials } from "../support/trials.ts";
import { until } from "../support/until.ts";
import { trainToEnd } from "../training/harness.ts";
import { assertAsLeftAlone, assertPlain, begun, endsAsLeftAlone, prepareRun, within } from "./left-alone.ts";

test("a disk that is full while a run trains, for moments or until it has failed", async t => {
  const disk = smallDisk(t, 16);
  if (disk === null) return;
  await trials(1, async draw => {
    const folder = await prepareRun(disk);
    const trainer = await begun(folder, draw);
    fill(disk, 4096 * draw.whole(0, 8));
    let end: TrainerEnd | null;
    if (draw.chance(0.5)) end = await within(trainer.ended, draw.whole(0, 5_000));
    else {
      end = await trainer.ended;
      if (end.code !== 0) {
        const again = await trainToEnd(folder);
        assert.equal(again.code, 1);
        assertPlain(again.message, /the disk is full/);
      }
    }
    const [listing] = await listRuns(disk);
    assert.equal(listing?.kind, "run");
    makeRoom(disk);
    end ??= await trainer.ended;
    if (end.code !== 0) {
      assertPlain(end.message, /the disk is full/);
      assert.equal(readStatus(folder).state, "failed");
      await endsAsLeftAlone(t, folder);
    } else await assertAsLeftAlone(t, folder);
    rmSync(folder, { recursive: true });
  });
});

test("a run's folder that is moved while it trains, and goes on where it lies then", async t => {
  const runs = temporaryFolder(t);
  await trials(1, async draw => {
    const folder = await prepareRun(runs);
    const trainer = await begun(folder, draw);
    const moved = draw.chance(0.5) ? `${folder}-moved` : join(temporaryFolder(t), "elsewhere");
    renameSync(folder, moved);
    const end = await trainer.ended;
    assert.ok(!existsSync(folder), "nothing is written where it lay");
    assert.ok(lastCheckpoint(moved) !== null);
    if (end.code === 0) await assertAsLeftAlone(t, moved);
    else {
      assertPlain(end.message, /deleted or moved|is gone/);
      await endsAsLeftAlone(t, moved);
    }
    rmSync(moved, { recursive: true });
  });
});

test("a run's folder that is moved away and back", async t => {
  const runs = temporaryFolder(t);
  await trials(1, async draw => {
    const folder = await prepareRun(runs);
    const trainer = await begun(folder, draw);
    renameSync(folder, `${folder}-away`);
    let end = await within(trainer.ended, draw.whole(0, 300));
    renameSync(`${folder}-away`, folder);
    end ??= await trainer.ended;
    if (end.code === 0) await assertAsLeftAlone(t, folder);
    else {
      assertPlain(end.message, /deleted or moved|is gone/);
      await endsAsLeftAlone(t, folder);
    }
    rmSync(folder, { recursive: true });
  });
});

test("a run's folder that is deleted while it trains, whole or before its trainer's eyes", async t => {
  const runs = temporaryFolder(t);
  await trials(1, async draw => {
    const folder = await prepareRun(runs);
    const trainer = await begun(folder, draw);
    const remains = draw.chance(0.5);
    await until("the folder is deleted", () => {
      try {
        rmSync(folder, { recursive: true, force: true });
        return true;
      } catch (error) {
        // Something was written into it meanwhile.
        if (errorCode(error) !== "ENOTEMPTY") throw error;
        return false;
      }
    });
    if (remains) mkdirSync(folder);
    const end = await trainer.ended;
    if (end.code !== 0) assertPlain(end.message, /deleted or moved|is gone|lock\.json was removed/);
    assert.equal(existsSync(folder), remains);
    assert.deepEqual(
      (await listRuns(runs)).filter(listing => listing.folder === folder),
      [],
    );
  });
});

test("a run's folder that may not be written in or entered for a while, by a trainer without the superuser's rights", async t => {
  const runs = temporaryFolder(t);
  if (process.getuid?.() === 0) chownSync(runs, NOBODY, NOBODY);
  await trials(1, async draw => {
    const folder = await asNobody(() => prepareRun(runs));
    const trainer = await asNobody(() => begun(folder, draw));
    const mode = draw.pick([0o500, 0o000]);
    for (const place of [folder, join(folder, "checkpoints"), join(folder, "samples")])
      chmodSync(place, mode);
    const early = await within(trainer.ended, draw.whole(0, 6_000));
    for (const place of [folder, join(folder, "checkpoints"), join(folder, "samples")])
      chmodSync(place, 0o700);
    const end = early ?? (await trainer.ended);
    if (end.code === 0) await assertAsLeftAlone(t, folder);
    else {
      assertPlain(end.message, /no permission/);
      await asNobody(() => endsAsLeftAlone(t, folder));
    }
    rmSync(folder, { recursive: true });
  });
});
