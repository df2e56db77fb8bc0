import assert from "node:assert/strict";
import { test } from "node:test";
import { openDataset } from "../data/open-dataset.ts";
import { toUnits } from "../data/real-images.ts";
import { readExperiment } from "../experiment/read.ts";
import { GeneratorMeasures } from "./generator-measures.ts";
import type { Render } from "./generator-measures.ts";

const quietly = () => Promise.resolve();
const digits = await openDataset({ kind: "digits" });
const ring = readExperiment('{ "data": { "kind": "ring" }, "evaluation": { "samples": 600 } }', "t.gan.json");
const experiment = { ...ring, latent: { ...ring.latent, size: 8 } };

/** A generator that gives real pictures, from the `first` on. */
const real =
  (part: "training" | "heldOut", first: number): Render =>
  (_, rows) => {
    const bytes = digits.images?.[part].read(first, rows) ?? new Uint8Array();
    const samples = new Float32Array(bytes.length);
    toUnits(bytes, samples);
    return Promise.resolve(samples);
  };

test("unseen digits have every class and are no copies; training digits are copies; noise is neither", async () => {
  const evaluation = new GeneratorMeasures(experiment, 1, digits);
  const { values: unseen } = await evaluation.measure(real("heldOut", 600), quietly);
  assert.equal(unseen["quality/modes"], 10);
  assert.ok((unseen["quality/mode_kl"] ?? 1) < 0.03, JSON.stringify(unseen));
  assert.ok((unseen["quality/coverage"] ?? 0) > 0.8, JSON.stringify(unseen));
  assert.ok(Math.abs((unseen["collapse/mode_spread"] ?? 0) - 1) < 0.15, JSON.stringify(unseen));
  assert.ok(Math.abs((unseen["quality/data_copying"] ?? 0) - 0.5) < 0.06, JSON.stringify(unseen));
  assert.ok((unseen["collapse/latent_recovery"] ?? 0) > 0.8, JSON.stringify(unseen));
  for (const tag of ["quality/high_quality", "quality/fid"]) assert.ok(!(tag in unseen));
  const { values: seen } = await evaluation.measure(real("training", 0), quietly);
  // 600 samples are compared with 2,400 of the 8,000 training pictures.
  assert.ok((seen["quality/data_copying"] ?? 0) > 0.6, JSON.stringify(seen));
  const { values: noise } = await evaluation.measure(
    (latents, rows) =>
      Promise.resolve(
        Float32Array.from({ length: rows * 784 }, (_, i) => Math.sin((latents[i % 99] ?? 0) * i)),
      ),
    quietly,
  );
  assert.equal(noise["quality/precision"], 0);
  assert.ok((noise["quality/data_copying"] ?? 1) < 0.05, JSON.stringify(noise));
  await evaluation.close();
});

test("others get their turn often, whatever they do changes nothing, and an end in the middle harms nothing", async t => {
  const whole = await new GeneratorMeasures(experiment, 1, digits).measure(real("heldOut", 600), quietly);
  const evaluation = new GeneratorMeasures(experiment, 1, digits);
  let turns = 0;
  const ended = new Error("ended");
  // By this clock every slice takes so long that others get their turn behind it.
  let clock = 0;
  t.mock.method(performance, "now", () => (clock += 1000));
  const between = (last: number) => async () => {
    await new Promise(resolve => setImmediate(resolve));
    if (++turns === last) throw ended;
  };
  await assert.rejects(evaluation.measure(real("heldOut", 600), between(5)), error => error === ended);
  assert.deepEqual(await evaluation.measure(real("heldOut", 600), between(-1)), whole);
  await evaluation.close();
  assert.ok(turns > 500, `${turns}`);
});

test("stacked digits have a thousand modes, and no copies are looked for among compositions", async () => {
  const dataset = await openDataset({ kind: "stacked-digits" });
  const evaluation = new GeneratorMeasures(experiment, 1, dataset);
  const { values: measures } = await evaluation.measure(
    (_, rows) => Promise.resolve(dataset.heldOut(rows)),
    quietly,
  );
  await evaluation.close();
  assert.ok(
    (measures["quality/modes"] ?? 0) > 400 && (measures["quality/modes"] ?? 0) <= 500,
    JSON.stringify(measures),
  );
  assert.equal(measures["quality/coverage"], 1);
  assert.ok(!("quality/data_copying" in measures));
});

test("others get their turn between the first pieces, too: real samples, latents, networks", async () => {
  const points = await openDataset(ring.data);
  const few = { ...ring, evaluation: { ...ring.evaluation, samples: 20 } };
  let turns = 0;
  const turn = () => {
    turns++;
    return Promise.resolve();
  };
  const before: number[] = [];
  const render: Render = (_, rows) => {
    before.push(turns);
    return Promise.resolve(points.heldOut(rows));
  };
  await new GeneratorMeasures(few, 1, points).measure(render, turn);
  assert.ok((before[0] ?? 0) >= 3, `${before[0]}`);
});

test("labels that the nearest sample cannot tell leave the measures of modes undefined, with the reason", async () => {
  const { images } = digits;
  assert.ok(images !== null);
  // Labels that have nothing to do with the pictures.
  const examples = {
    count: images.training.count,
    fill: (i: number, out: Float32Array, offset: number) => {
      toUnits(images.training.read(i, 1), out, offset);
    },
    labelOf: (i: number) => i % 4,
    heldOutLabelOf: (i: number) => i % 4,
  };
  const classes = {
    count: 4,
    weights: new Float64Array(4).fill(0.25),
    nameOf: String,
    classifier: "examples",
  } as const;
  const dataset = { ...digits, classes, examples };
  const evaluation = new GeneratorMeasures(experiment, 1, dataset);
  const { values, undefined: reasons } = await evaluation.measure(real("heldOut", 600), quietly);
  await evaluation.close();
  for (const tag of ["quality/modes", "quality/mode_kl", "collapse/mode_spread", "collapse/mode_diversity"]) {
    assert.ok(!(tag in values), tag);
    assert.match(
      reasons[tag] ?? "",
      /the nearest training sample has that of \d+ % of the held-out real ones, and 66 % are needed/,
    );
  }
  assert.ok("quality/coverage" in values && "quality/data_copying" in values);
});
