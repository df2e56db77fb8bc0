import assert from "node:assert/strict";
import { test } from "node:test";
import { syntheticSweep } from "../../../test/webview/synthetic-sweep.ts";
import { readReportPacket } from "../../protocol/report-packets.ts";
import { makeReport, type ReportSource } from "../../sweeps/report/report.ts";
import { reportState } from "../../dashboard/report-state.ts";
import { ReportStream } from "./report-stream.ts";

const facts = { folder: "/runs/w", experiment: "ring-8", sweeping: true, failure: null, trusted: true };
const stateOf = (source: ReportSource) => reportState(makeReport(source), facts);
const size = { weights: 4, regimes: 2, seeds: 3 };

test("a report's state has what its page needs, and passes the page's own check", () => {
  const state = stateOf(syntheticSweep(size));
  assert.deepEqual(
    state.plan.axes.map(({ key, gap }) => [key, gap]),
    [
      ["pairing.weight", true],
      ["penalties.r1.gamma", false],
    ],
  );
  assert.deepEqual(state.plan.series, ["r1.gamma 0", "r1.gamma 0.1"]);
  assert.deepEqual([state.head.planned, state.head.done, state.head.failed], [24, 23, 1]);
  assert.deepEqual(state.arms.map(({ point }) => point), [0, 1, 2, 3].flatMap(i => [[i, 0], [i, 1]])); // prettier-ignore
  const [first, second, third] = state.arms;
  assert.equal(first?.baseline, first?.key);
  assert.equal(third?.baseline, first?.key, "the same other values, the first weight");
  assert.deepEqual(second?.series, [1]);
  const coverage = state.head.measures.findIndex(({ tag }) => tag === "quality/coverage");
  const cell = third?.cells[coverage];
  assert.equal(cell?.values.length, 3);
  assert.equal(cell.difference?.pairs, 3);
  const failed = state.arms.find(({ runs }) => runs.some(({ standing }) => standing === "failed"));
  assert.deepEqual(
    failed?.cells[coverage]?.values.map(value => value === null),
    [false, true, false],
  );
  const update = { kind: "snapshot", generation: 1, seq: 0, state };
  assert.deepEqual(readReportPacket(structuredClone({ kind: "report", update })), { kind: "report", update });
});

test("a snapshot comes first, then only what has changed, and nothing where nothing has", () => {
  const stream = new ReportStream();
  const before = stateOf(syntheticSweep(size, 2));
  assert.equal(stream.next(before)?.kind, "snapshot");
  assert.equal(stream.next(stateOf(syntheticSweep(size, 2))), null);
  const after = stateOf(syntheticSweep(size, 0));
  const update = stream.next(after);
  assert.equal(update?.kind, "append");
  assert.deepEqual([update.generation, update.seq], [1, 1]);
  const changed = update.items.flatMap(item => (item.kind === "arm" ? [item.arm.key] : []));
  assert.ok(changed.includes(after.arms.at(-1)?.key ?? ""));
  assert.ok(update.items.some(item => item.kind === "head" && item.head.done === after.head.done));
});

test("more seeds, or a page that comes anew, begin with a snapshot again", () => {
  const stream = new ReportStream();
  stream.next(stateOf(syntheticSweep(size)));
  const longer = stateOf(syntheticSweep({ ...size, seeds: 4 }));
  assert.deepEqual([stream.next(longer)?.kind, stream.next(longer)], ["snapshot", null]);
  stream.restart();
  const again = stream.next(longer);
  assert.deepEqual([again?.kind, again?.generation], ["snapshot", 3]);
});
