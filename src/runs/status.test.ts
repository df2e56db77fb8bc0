import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { newRun, statusOf, temporaryFolder } from "../../test/support/run-folder.ts";
import { currentProcess, isAlive } from "./process-name.ts";
import { livesOn, MOST_SILENCE_MS, SignsOfLife } from "./signs-of-life.ts";
import { isEnded, observedState, readStatus, runStates, type Status } from "./status.ts";

const now = Date.parse("2026-01-01T00:00:00.000Z");
const silentFor = (ms: number, change: Partial<Status> = {}): Status => ({
  ...statusOf(5),
  pid: 7,
  host: "h",
  machine: "",
  processStart: "",
  heartbeatAt: new Date(now - ms).toISOString(),
  ...change,
});

test("a run is lost when its heartbeat is old and its process gone, and only then", () => {
  const cases: [number, boolean, string][] = [
    [0, false, "training"],
    [2_999, false, "training"],
    [3_001, false, "lost"],
    [-1e6, false, "lost"],
    [1e9, true, "training"],
    [-1e9, true, "training"],
  ];
  for (const [silence, alive, expected] of cases) {
    assert.equal(
      observedState(silentFor(silence), now, () => alive),
      expected,
      `${silence} ${alive}`,
    );
  }
});

test("a process that cannot be asked lives while its heart is seen to move, by a clock of our own", () => {
  const ask = () => "unknown" as const;
  for (const offset of [-7_200_000, 0, 7_200_000]) {
    let clock = 0;
    const signs = new SignsOfLife(() => clock);
    const look = (beat: number) => livesOn({ ...silentFor(-offset - beat), pid: 7 }, { ask, signs, now });
    // At the first look only the clocks tell.
    assert.equal(look(0), offset >= 0);
    for (let beat = 1; beat < 5; beat++) {
      clock += MOST_SILENCE_MS;
      assert.equal(look(beat), true);
    }
    clock += MOST_SILENCE_MS;
    assert.equal(look(4), true);
    clock++;
    assert.equal(look(4), false);
  }
});

test("of a process on this machine no heartbeat is asked", () => {
  const old = silentFor(1e9, { pid: process.pid });
  for (const alive of [true, false])
    assert.equal(livesOn({ ...old, pid: 7 }, { ask: () => alive, now }), alive);
});

test("a run that ended, or was never started, is not lost", () => {
  for (const state of runStates) {
    const ended = isEnded(state);
    assert.equal(
      observedState(silentFor(1e9, { state }), now, () => false),
      ended ? state : "lost",
    );
    assert.equal(
      observedState(silentFor(1e9, { state, pid: null }), now, () => false),
      state,
    );
  }
});

test("the own process lives; its number with another start, or of no process, does not; another machine's is unknown", () => {
  const own = currentProcess();
  assert.equal(isAlive(own), true);
  if (own.processStart !== "") assert.equal(isAlive({ ...own, processStart: "1" }), false);
  assert.equal(isAlive({ ...own, pid: 2 ** 22 + 1 }), false);
  assert.equal(isAlive({ ...own, host: `${own.host}-other` }), "unknown");
});

test("a broken status.json is refused with its name and the reason, never read as something", async t => {
  const folder = await newRun(temporaryFolder(t));
  const path = join(folder, "status.json");
  const whole = JSON.stringify(readStatus(folder));
  for (let length = 0; length < whole.length; length += 7) {
    writeFileSync(path, whole.slice(0, length));
    assert.throws(() => readStatus(folder), { name: "RunReadError", message: /status\.json/ });
  }
  for (const wrong of [{ state: "dancing" }, { step: -1 }, { heartbeatAt: "soon" }, { scalars: [1] }]) {
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(whole) as object), ...wrong }));
    assert.throws(() => readStatus(folder), {
      name: "RunReadError",
      message: new RegExp(Object.keys(wrong)[0] ?? ""),
    });
  }
  writeFileSync(path, " ".repeat(5 * 1024 * 1024));
  assert.throws(() => readStatus(folder), { name: "RunReadError", message: /bytes/ });
});
