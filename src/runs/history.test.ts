import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkpointOf, newRun, temporaryFolder } from "../../test/support/run-folder.ts";
import { pointsOf } from "../diagnosis/points.ts";
import { newestSnapshots } from "../diagnosis/snapshots.ts";
import { eventFiles } from "./event-files.ts";
import { readHistory } from "./history-file.ts";
import { History, type CoveragePoint, type HistoryState } from "./history.ts";
import { runFiles } from "./file-names.ts";
import { openRunForWriting, type RunWriter } from "./run-writer.ts";
import { readScalars, type ScalarPoint } from "./scalars.ts";

const TAGS = ["loss/generator", "loss/discriminator", "loss/pairing", "loss/r1", "score/real", "score/fake"];

function upTo(folder: string, until?: number): HistoryState {
  const reading = readHistory(folder, until);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value.state;
  }
}

/** What all points give, with none of what is kept. */
function fromPoints(folder: string, until = Infinity): Record<string, [number, ScalarPoint, ScalarPoint]> {
  const tags = [...readScalars(folder)].flatMap(([tag, all]) => {
    const points = all.filter(({ step }) => step <= until);
    const [first, last] = [points[0], points.at(-1)];
    return first && last ? [[tag, [points.length, first, last]] as const] : [];
  });
  return Object.fromEntries(tags) as Record<string, [number, ScalarPoint, ScalarPoint]>;
}

const inBrief = ({ tags }: HistoryState) =>
  Object.fromEntries(
    Object.entries(tags).map(([tag, { count, first, last }]) => [tag, [count, first, last]]),
  );

function train(run: RunWriter, from: number, to: number): void {
  for (let step = from + 1; step <= to; step++) {
    run.scalars(step, { "loss/generator": step / 2, ...(step < 25 && { "loss/pairing": 1 }) });
    if (step % 5 === 0) run.scalars(step, { "quality/coverage": step / 64, "knob/pairing.weight": 0 });
    if (step % 10 === 0) run.checkpoint(step, checkpointOf(step));
  }
}

test("a history goes on from where it was kept, and is the same as from the first point, sessions after each other included", async t => {
  const folder = await newRun(temporaryFolder(t));
  const first = await openRunForWriting(folder);
  train(first, 0, 37);
  const { state } = first.history;
  first.close();
  assert.deepEqual(upTo(folder), state);
  assert.deepEqual(inBrief(upTo(folder)), fromPoints(folder));
  assert.deepEqual(inBrief(upTo(folder, 30)), fromPoints(folder, 30));
  assert.deepEqual(
    inBrief(upTo(folder, 20)),
    fromPoints(folder, 20),
    "kept at 30: not for who goes back further",
  );

  const second = await openRunForWriting(folder);
  second.recall(30);
  assert.deepEqual(inBrief(second.history.state), fromPoints(folder, 30));
  second.restart(30);
  train(second, 30, 35);
  second.close();
  assert.deepEqual(upTo(folder), second.history.state);
  assert.deepEqual(inBrief(upTo(folder)), fromPoints(folder));
});

test("what was kept of steps that a later session made void is not used, nor what is damaged or of other files", async t => {
  const folder = await newRun(temporaryFolder(t));
  const first = await openRunForWriting(folder);
  train(first, 0, 30);
  first.close();
  const second = await openRunForWriting(folder);
  second.restart(20);
  second.scalars(21, { "loss/generator": -1 });
  second.close();
  const right = fromPoints(folder);
  assert.deepEqual(right["loss/generator"]?.[2], { step: 21, value: -1 });
  assert.deepEqual(inBrief(upTo(folder)), right);
  const path = join(folder, runFiles.history);
  const kept = readFileSync(path, "utf8");
  const damages = [kept.slice(0, 50), kept.replace(/"file": ".*"/, '"file": "../other"'), kept.replace(/"bytes": \d+/, '"bytes": 999999')]; // prettier-ignore
  for (const damaged of damages) {
    writeFileSync(path, damaged);
    assert.deepEqual(inBrief(upTo(folder)), right);
  }
});

test("nothing that stands before the kept place is read again", async t => {
  const folder = await newRun(temporaryFolder(t));
  const run = await openRunForWriting(folder);
  train(run, 0, 37);
  run.close();
  const { state } = run.history;
  const { place } = JSON.parse(readFileSync(join(folder, runFiles.history), "utf8")) as {
    place: { bytes: number };
  };
  const file = join(folder, eventFiles(folder)[0] ?? "");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, 0, place.bytes));
  assert.deepEqual(upTo(folder), state);
});

test("a diagnosis sees in a history what it sees in all points", () => {
  const history = new History();
  const all = new Map<string, ScalarPoint[]>();
  for (let step = 0; step <= 997; step++) {
    const scalars: Record<string, number> = {};
    if (step % 3 === 0) for (const [i, tag] of TAGS.entries()) scalars[tag] = Math.sin(step * (i + 1));
    const measured: Record<string, number> =
      step % 50 === 0 ? { "quality/coverage": step, ...(step % 100 === 0 && { "quality/modes": 8 }) } : {};
    for (const recorded of [scalars, measured]) {
      if (Object.keys(recorded).length === 0) continue;
      history.add({ step, scalars: recorded });
      for (const [tag, value] of Object.entries(recorded))
        all.set(tag, [...(all.get(tag) ?? []), { step, value }]);
    }
    if (step < 60 || step % 7 > 0) continue;
    assert.deepEqual(
      newestSnapshots(tag => pointsOf(history.tags.get(tag)?.evaluated), 2),
      newestSnapshots(tag => pointsOf(all.get(tag)), 2),
    );
  }
});

test("of coverage at most 513 points are kept, evenly, the first and the last among them", () => {
  const history = new History();
  for (let step = 0; step < 10_000; step++) history.add({ step, scalars: { "quality/coverage": step } });
  const steps = history.coverage.map(({ step }) => step);
  assert.ok(steps.length > 256 && steps.length <= 513, `${steps.length}`);
  assert.deepEqual([steps[0], steps.at(-1)], [0, 9999]);
  assert.equal(new Set(steps.slice(1, -1).map((step, i) => step - (steps[i] ?? 0))).size, 1);
});

test("where coverage was undefined between two points is kept, however few of them are, and over a resume", async t => {
  const isUndefined = (step: number) => [0, 1, 77, 78, 3000, 9999].includes(step);
  const folder = await newRun(temporaryFolder(t));
  const run = await openRunForWriting(folder);
  for (let step = 0; step < 10_000; step++) {
    run.scalars(step, { "quality/precision": 0.5, ...(!isUndefined(step) && { "quality/coverage": step }) });
    run.scalars(step, { "loss/generator": 1 });
    // Between being undefined and the next value.
    if (step === 77 || step === 3000) run.checkpoint(step, checkpointOf(step));
  }
  run.close();
  const gapsOf = ({ points }: { readonly points: readonly CoveragePoint[] }) =>
    points.flatMap(({ step, afterGap }, i) => (afterGap === true ? [[points[i - 1]?.step ?? -1, step]] : []));
  const { coverage, state } = run.history;
  const gaps = gapsOf({ points: coverage });
  assert.equal(gaps.length, 2, "none before the first point, none after the last");
  for (const [i, at] of [77, 3000].entries()) {
    const [before = 0, after = 0] = gaps[i] ?? [];
    assert.ok(before < at && at < after, `${before} ${after}`);
  }
  assert.equal(state.coverage.undefinedAt, 9999);
  assert.deepEqual(upTo(folder), state);
});
