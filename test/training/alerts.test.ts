import assert from "node:assert/strict";
import { test } from "node:test";
import { measures } from "../../src/experiment/catalog-measures.ts";
import { requestControl } from "../../src/launching/request-control.ts";
import { readJournal } from "../../src/runs/journal.ts";
import { readStatus } from "../../src/runs/status.ts";
import { letGo } from "../../src/unattended/unattended.ts";
import { until } from "../support/until.ts";
import { assertSame, prepare, results, start, temporaryRuns, trainToEnd } from "./harness.ts";

/** Measures of a young training go up and down. */
const watchful = Object.entries(measures).flatMap(([measure, { better }]) =>
  better === "higher" || better === "lower" ? [{ measure, worse: 0.02, pause: true }] : [],
);

const young = { steps: 200, "record.evaluation": 20 };

test("a training whose measure falls pauses by itself, says why, goes on when it is asked to, and no byte is another", async t => {
  const runs = temporaryRuns(t);
  const plain = await prepare(runs, young);
  assert.equal((await trainToEnd(plain)).code, 0);
  const folder = await prepare(runs, { ...young, alerts: watchful });
  const trainer = await start(folder);
  const done = { code: undefined as number | null | undefined };
  letGo(
    trainer.ended.then(({ code }) => {
      done.code = code;
    }),
  );
  const pauses: number[] = [];
  const pausedAnew = () => {
    const { state, step } = readStatus(folder);
    return state === "paused" && step !== pauses.at(-1);
  };
  for (;;) {
    await until("it pauses or ends", () => done.code !== undefined || pausedAnew());
    if (done.code !== undefined) break;
    const { alert, step } = readStatus(folder);
    assert.equal(alert?.step, step, "it pauses before the next step");
    pauses.push(step);
    await requestControl(folder, { do: "resume" }, { by: "test" });
  }
  assert.equal(done.code, 0);
  assert.ok(pauses.length > 0);
  const journal = readJournal(folder);
  const told = journal.filter(
    ({ kind, message }) =>
      kind === "notice" && / is worse by \d+ %: .*; paused, as its alert asks$/.test(message ?? ""),
  );
  assert.ok(told.length >= pauses.length);
  assert.equal(
    journal.filter(({ do: what, by }) => what === "pause" && by === "alert").length,
    pauses.length,
  );
  assertSame(results(folder), results(plain));
});
