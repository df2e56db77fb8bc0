import assert from "node:assert/strict";
import { test } from "node:test";
import { newRun, statusOf, temporaryFolder } from "../../../test/support/run-folder.ts";
import { evaluationAt } from "../../runs/evaluation-at.ts";
import type { EvaluationRecord } from "../../runs/evaluations.ts";
import { figureOf } from "../../runs/figure.ts";
import { observe } from "../../runs/list.ts";
import { openRunForWriting } from "../../runs/run-writer.ts";
import { figuresOnRecord } from "./read-report.ts";

const TAGS = ["quality/coverage", "collapse/effective_rank", "collapse/distance_ratio_p05"];

/** Some of the measures have a value, the others are undefined. */
function randomEvaluation(step: number, next: () => number): EvaluationRecord {
  const values: Record<string, number> = {};
  const reasons: Record<string, string> = {};
  for (const tag of TAGS)
    if (next() < 0.4) reasons[tag] = `undefined at ${step}`;
    else values[tag] = Math.fround(next());
  return { step, values, undefined: reasons };
}

test("random evaluations, measures undefined at random, resumes: every value that is told is of the step that it claims", async t => {
  let state = 7;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let trial = 0; trial < 12; trial++) {
    const steps = 30;
    const folder = await newRun(temporaryFolder(t), [{ key: "steps", value: steps }]);
    const truth = new Map<number, EvaluationRecord>();
    let at = 0;
    for (const end of [20, 30, next() < 0.5 ? 30 : 50]) {
      const writer = await openRunForWriting(folder);
      if (at > 0) {
        // Goes on from some step before, as after a crash.
        at = Math.max(10, at - 10 * Math.floor(2 * next()));
        writer.recall(at);
        writer.restart(at);
        for (const step of [...truth.keys()].filter(made => made > at)) truth.delete(step);
        assert.deepEqual(writer.lastEvaluation, truth.get(at));
      }
      for (let step = at === 0 ? 0 : at + 10; step <= end; step += 10) {
        const record = randomEvaluation(step, next);
        truth.set(step, record);
        writer.evaluation(record);
        writer.scalars(step, record.values);
        at = step;
      }
      writer.flush();
      const lastEvaluation = writer.lastEvaluation;
      writer.status(statusOf(at, { state: "done", steps: at, lastEvaluation }));
      writer.close();
      const run = observe(folder);
      for (const tag of TAGS) {
        const known = truth.get(at);
        const [value, reason] = [known?.values[tag], known?.undefined[tag]];
        const expected =
          value === undefined ? { kind: "undefined", step: at, reason } : { kind: "value", step: at, value };
        assert.deepEqual(figureOf(run.status, tag), expected);
      }
      for (const [step, record] of truth) assert.deepEqual(await evaluationAt(run, step), record);
      assert.equal(await evaluationAt(run, 5), null);
      const compared = await figuresOnRecord(run);
      assert.deepEqual(compared, truth.get(Math.min(at, steps)), `trial ${trial}, step ${at}`);
    }
  }
});
