import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../experiment/input-error.ts";
import { readSweep } from "./read.ts";
import { pointsOf, runsOf } from "./sweep.ts";

const ring = '{ "data": { "kind": "ring" }, "steps": 5000 }';
const files: Readonly<Record<string, string>> = { "ring.gan.json": ring };

function readText(path: string): string {
  const text = files[path.split("/").at(-1) ?? ""];
  if (text === undefined) throw new InputError([{ file: path, path: "", message: "no such file" }]);
  return text;
}

const read = (text: string) => readSweep(text, "weights.sweep.json", readText);

/** A sweep over the ring with this in it. */
const sweep = (rest: string) => read(`{\n "experiment": "ring.gan.json",\n ${rest}\n}`);

function refused(rest: string, ...messages: readonly string[]): void {
  assert.throws(
    () => sweep(rest),
    (error: unknown) => {
      assert.ok(error instanceof InputError, String(error));
      assert.deepEqual(error.message.split("\n"), messages);
      return true;
    },
  );
}

test("a sweep is all values of all axes with all seeds", () => {
  const plan = read(`{
    // comments and a trailing comma are fine
    "experiment": "ring.gan.json",
    "axes": { "pairing.weight": [0, 0.02], "penalties.r1.gamma": { "from": 0.01, "to": 1, "count": 5, "scale": "log" } },
    "seeds": [1, 2, 3],
  }`);
  const { name, axes, halving, measures, experimentAt } = plan;
  assert.equal(name, "weights");
  assert.deepEqual(axes, [
    { key: "pairing.weight", values: [0, 0.02] },
    { key: "penalties.r1.gamma", values: [0.01, 0.0316228, 0.1, 0.316228, 1] },
  ]);
  assert.deepEqual([halving, measures], [null, null]);
  assert.equal(pointsOf(plan).length, 10);
  const runs = runsOf(plan);
  assert.equal(runs.length, 30);
  assert.deepEqual(runs[1], { point: { "pairing.weight": 0, "penalties.r1.gamma": 0.0316228 }, seed: 1 });
  const last = runs.at(-1);
  assert.ok(last !== undefined);
  const experiment = experimentAt(last.point, last.seed);
  assert.deepEqual(
    [
      experiment.seed,
      experiment.penalties.r1.gamma,
      "weight" in experiment.pairing && experiment.pairing.weight,
    ],
    [3, 1, 0.02],
  );
});

test("without seeds the experiment's is taken, without axes there is one configuration", () => {
  const plan = sweep('"axes": {}');
  assert.deepEqual(plan.seeds, [1]);
  assert.deepEqual(pointsOf(plan), [{}]);
});

test("a range's scale is linear unless it is logarithmic; powers of two stay whole", () => {
  const { axes } = sweep(
    '"axes": { "batch": { "from": 32, "to": 256, "count": 4, "scale": "log" }, "latent.size": { "from": 8, "to": 2, "count": 4 } }',
  );
  assert.deepEqual(axes[0]?.values, [32, 64, 128, 256]);
  assert.deepEqual(axes[1]?.values, [8, 6, 4, 2]);
});

test("a key that the experiment does not have is refused where it stands, with the nearest one", () => {
  refused(
    '"axes": { "pairing.wieght": [0, 1] }',
    'weights.sweep.json:3:12: axes.pairing.wieght: unknown key; did you mean "pairing.weight"?',
  );
  refused(
    '"axes": { "pairing.weight": [0, 1], "data.side": [3, 5] }',
    'weights.sweep.json:3:38: axes.data.side: unknown key for kind "ring"; allowed: kind, modes, radius, std; did you mean "std"?',
  );
});

test("a value out of range is refused where it stands", () => {
  refused(
    '"axes": { "pairing.weight": [0, -1, "much", 0.1] }',
    "weights.sweep.json:3:34: axes.pairing.weight.1: found -1; expected any finite number from 0",
    'weights.sweep.json:3:38: axes.pairing.weight.2: found "much"; expected any finite number from 0',
  );
  refused(
    '"axes": { "batch": { "from": 10, "to": 21, "count": 3 } }',
    "weights.sweep.json:3:21: axes.batch: found 15.5; expected an integer from 2 to 65536",
  );
});

test("axes that do not go together are refused", () => {
  refused(
    '"axes": { "evaluation.samples": [100, 50], "evaluation.neighbours": [5, 60] }',
    "weights.sweep.json:3:74: axes.evaluation.neighbours.1: found 60; expected fewer neighbours than evaluation.samples, which is 50",
  );
});

test("wrong ranges, repeated values and seeds, and seeds as an axis are refused", () => {
  refused(
    '"axes": { "pairing.weight": { "from": 0, "to": 1, "count": 3, "scale": "log" } }',
    "weights.sweep.json:3:40: axes.pairing.weight.from: found 0; expected a number above 0 on a logarithmic scale; a list of values can hold 0",
  );
  refused(
    '"axes": { "pairing.weight": [0.1, 1e-1] }, "seeds": [1, 2, 1]',
    "weights.sweep.json:3:36: axes.pairing.weight.1: the same value as axes.pairing.weight.0; expected each value once",
    "weights.sweep.json:3:61: seeds.2: the same seed as seeds.0; expected each seed once",
  );
  refused(
    '"axes": { "seed": [1, 2] }',
    'weights.sweep.json:3:12: axes.seed: the seeds of a sweep stand in "seeds"',
  );
  refused(
    '"axes": { "pairing.weight": 3 }',
    "weights.sweep.json:3:30: axes.pairing.weight: found 3; expected a list of 1 to 1000, each any value or an object with the keys from, to, count, scale",
  );
  refused(
    '"axes": { "pairing.weight": { "from": 1, "til": 2, "count": 3 } }',
    "weights.sweep.json:3:30: axes.pairing.weight.to: missing; expected any finite number",
    'weights.sweep.json:3:43: axes.pairing.weight.til: unknown key; allowed: from, to, count, scale; did you mean "to"?',
  );
  refused('"axes": { "pairing.weight": [] }', "weights.sweep.json:3:30: axes.pairing.weight: found a list of 0; expected a list of 1 to 1000, each any value or an object with the keys from, to, count, scale"); // prettier-ignore
});

test("halving names a measure that can be better, and steps that come in order before the last one", () => {
  const halving = (at: string, measure = "quality/coverage") =>
    `"halving": { "measure": "${measure}", "keep": 0.5, "at": ${at} }`;
  assert.deepEqual(sweep(halving("[2000, 4000]")).halving, {
    measure: "quality/coverage",
    keep: 0.5,
    at: [2000, 4000],
  });
  refused(
    halving("[2000, 1000]"),
    "weights.sweep.json:3:72: halving.at.1: found 1000; expected a step after the one before it",
  );
  refused(
    halving("[2000, 5000]"),
    "weights.sweep.json:3:72: halving.at.1: found 5000; expected a step before the last one, which is 5000",
  );
  assert.throws(() => sweep(halving("[2000]", "quality/covrage")), /halving\.measure: .*did you mean "quality\/coverage"\?/); // prettier-ignore
  assert.throws(() => sweep('"halving": true'), /halving: found true; expected false or an object with the keys measure, keep, at/); // prettier-ignore
});

test("an experiment that cannot be read is refused; its own problems keep their place", () => {
  assert.throws(() => read('{ "experiment": "rnig.gan.json" }'), {
    message:
      'weights.sweep.json:1:17: experiment: found "rnig.gan.json": no such file; expected an experiment file (.gan.json)',
  });
  const broken = (path: string) => (path.endsWith("broken.gan.json") ? '{ "data": { "kind": "rnig" } }' : "");
  assert.throws(
    () => readSweep('{ "experiment": "broken.gan.json" }', "weights.sweep.json", broken),
    /^InputError: broken\.gan\.json:1:21: data\.kind: found "rnig"/,
  );
  assert.throws(() => read('{ "experiment": 3, "sedes": [1] }'), /sedes: unknown key.*did you mean "seeds"/s);
});

test("a baseline is values of axes; what is none is refused, with what there is", () => {
  const plan = (baseline: string) =>
    `"axes": { "pairing.weight": [0, 0.02], "penalties.r1.gamma": [0, 1] }, "baseline": ${baseline}`;
  assert.equal(sweep(plan("{}")).baseline?.["pairing.weight"], undefined);
  assert.deepEqual(sweep(plan('{ "penalties.r1.gamma": 1 }')).baseline, { "penalties.r1.gamma": 1 });
  assert.equal(sweep('"axes": {}').baseline, null);
  refused(
    plan('{ "pairing.wieght": 0 }'),
    'weights.sweep.json:3:87: baseline.pairing.wieght: no axis of the sweep; did you mean "pairing.weight"?; its axes: pairing.weight, penalties.r1.gamma',
  );
  refused(
    plan('{ "pairing.weight": 0.2 }'),
    "weights.sweep.json:3:105: baseline.pairing.weight: found 0.2; expected a value of the axis: 0, 0.02",
  );
});

test("ten thousand runs are planned, more are refused", () => {
  const range = (to: number, count: number) => `{ "from": 0, "to": ${to}, "count": ${count} }`;
  const plan = sweep(`"axes": { "pairing.weight": ${range(1, 1000)} }, "seeds": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]`); // prettier-ignore
  assert.equal(runsOf(plan).length, 10_000);
  refused(
    `"axes": { "pairing.weight": ${range(1, 1000)}, "batch": [2, 4] }, "seeds": [1, 2, 3, 4, 5, 6]`,
    "weights.sweep.json:3:2: axes: 12000 runs; expected at most 10000, over all values and seeds",
  );
});
