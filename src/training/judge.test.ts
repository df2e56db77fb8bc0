// What the discriminator is told by settings of an experiment: tiny trainings by the compiled step.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test, type TestContext } from "node:test";
import "@tensorflow/tfjs-backend-cpu";
import { tf } from "../compiler/tensorflow.ts";
import { openDataset } from "../data/open-dataset.ts";
import { openExecutor } from "../execution/open-executor.ts";
import { augmented } from "../gan/augmentations/index.ts";
import { openModel } from "../execution/model.ts";
import { initialKnobs } from "../experiment/knobs.ts";
import { readExperiment } from "../experiment/read.ts";
import { fromCheckpoint, toCheckpoint } from "./checkpoint-state.ts";
import { SPECTRAL, weightsName } from "./group.ts";
import { judgeOf } from "./judge.ts";
import { buildModel } from "./model.ts";
import { NetworkExport } from "./network-export.ts";
import { layoutOf, unpack } from "./parameter-layout.ts";
import { Programs } from "./programs.ts";
import { normalisedValues, settledVectors } from "./spectral-values.ts";
import { startingState, stateShapes } from "./step.ts";
import { variantAt } from "./variant.ts";

const points = {
  data: { kind: "ring" },
  batch: 12,
  generator: { hidden: [8] },
  discriminator: { hidden: [8] },
};
const images = {
  data: { kind: "digits" },
  batch: 6,
  latent: { size: 4 },
  generator: { kind: "mlp", hidden: [4] },
  discriminator: { channels: 1 },
  average: 0,
};

type Settings = Readonly<Record<string, unknown>>;

/** Trains for some steps, in calls of one; gives everything that there is then. */
async function trained(t: TestContext, base: typeof points | typeof images, changes: Settings, steps = 3) {
  const settings = Object.entries(changes).map(([key, value]) => ({ key, value }));
  const experiment = readExperiment(JSON.stringify(base), "tiny.gan.json", { settings });
  const dataset = await openDataset(experiment.data);
  const model = buildModel(experiment, dataset.sampleShape);
  const executor = await openExecutor({ device: "cpu", threads: 1, graphOptimization: "all" });
  t.after(() => executor.close());
  executor.put(startingState(model, 1));
  const programs = new Programs(model, dataset, executor, 1, 1);
  const knobs = initialKnobs(experiment);
  const scalars: Record<string, number>[] = [];
  for (let step = 1; step <= steps; step++) {
    const given = await programs.run(variantAt(experiment, knobs, step), step, 1, () => knobs);
    scalars.push(Object.fromEntries(Object.entries(given).map(([tag, [value = NaN]]) => [tag, value])));
  }
  const state = await executor.get(Object.keys(stateShapes(model)));
  for (const [name, { data }] of state) assert.ok(data.every(Number.isFinite), name);
  const hash = createHash("sha256");
  for (const [name, { data }] of toCheckpoint(model, state)) hash.update(name).update(data);
  return { model, dataset, state, scalars, digest: hash.digest("hex") };
}

const everyPenalty = {
  "penalties.r1.gamma": 0.1,
  "penalties.r2.gamma": 0.1,
  "penalties.gradientPenalty.weight": 0.1,
};
const bases = { points, images } as const;

const ofEvery = { "discriminator.pack": [1, 2, 3], "discriminator.spectralNorm": [false, true] };

/** The neutral value of each setting, and values that must tell. */
const settings: Readonly<Record<keyof typeof bases, Readonly<Record<string, readonly unknown[]>>>> = {
  points: ofEvery,
  images: {
    ...ofEvery,
    augment: [
      [],
      ["color"],
      ["translation"],
      ["cutout"],
      ["translation", "cutout"],
      ["cutout", "translation"],
    ],
  },
};

for (const [domain, base] of Object.entries(bases) as [
  "points" | "images",
  (typeof bases)["points" | "images"],
][])
  for (const [key, [neutral, ...others]] of Object.entries(settings[domain]))
    test(`${key} of ${domain}: its neutral value changes no byte, every other one does`, async t => {
      for (const around of [{}, { ...everyPenalty, loss: "relativistic", "pairing.weight": 0.1 }]) {
        const plain = await trained(t, base, around);
        assert.equal((await trained(t, base, { ...around, [key]: neutral })).digest, plain.digest);
        const digests = new Set([plain.digest]);
        for (const value of others) digests.add((await trained(t, base, { ...around, [key]: value })).digest);
        assert.equal(digests.size, 1 + others.length);
      }
    });

for (const kind of ["divco", "zcr", "latent"])
  test(`pairing "${kind}" trains, with packs too`, async t => {
    for (const pack of [1, 3]) {
      const changes = { "pairing.kind": kind, "pairing.weight": 0.1, "discriminator.pack": pack };
      const { scalars } = await trained(t, points, changes);
      assert.ok(scalars.every(({ "loss/pairing": loss }) => loss !== undefined));
    }
  });

const augmentedImages: Settings = {
  augment: ["color", "translation", "cutout"],
  discriminator: { kind: "mlp", hidden: [8] },
};

test("near latents are seen as their partners are: where they are the same, zcr leaves the discriminator alone", async t => {
  const weightsAfter = async (changes: Settings) => {
    const { state } = await trained(t, images, { ...augmentedImages, ...changes }, 1);
    return state.get(weightsName("discriminator"))?.data ?? new Float32Array();
  };
  const zcr = { "pairing.kind": "zcr", "pairing.weight": 0.1, "pairing.discriminatorWeight": 1e4 };
  const [plain, same, near] = [
    await weightsAfter({}),
    await weightsAfter({ ...zcr, "pairing.noise": 1e-30 }),
    await weightsAfter({ ...zcr, "pairing.noise": 1 }),
  ];
  const apart = (a: Float32Array) => Math.max(...a.map((x, i) => Math.abs(x - (plain[i] ?? NaN))));
  assert.ok(apart(same) < 1e-7 && apart(near) > 1e-5, `${apart(same)}, ${apart(near)}`);
});

test("what is compared in the last hidden layer is augmented alike; a score alone is of the sample as it is", async t => {
  await tf.setBackend("cpu");
  const { model, dataset, state } = await trained(t, images, augmentedImages);
  const data = state.get(weightsName("discriminator"))?.data ?? [NaN];
  const judge = judgeOf(model, unpack(model.groups.discriminator.layout, tf.tensor(data)), null);
  const values = new Float32Array(2 * 28 * 28);
  dataset.batch(1, 5, 2, values, 0);
  const samples = tf.tensor(values, [2, 28, 28, 1]);
  const drawn = tf.tensor([0.9, 0.1, 0.8, 0.1, 0.9, 0.3, 0.4, 0.2, 0.6, 0.3, 0.7, 0.2, 0.8, 0.6], [2, 7]);
  const draws = () => drawn;
  const own = judge.features(samples, draws).arraySync();
  const three = judge.features(tf.concat([samples, samples, samples]), draws).arraySync();
  assert.deepEqual(three, [own, own, own].flat());
  const alone = judge.scoresAlone(samples).arraySync();
  assert.notDeepEqual(judge.scores(samples, draws).arraySync(), alone);
  const seen = augmented(samples, model.experiment.augment, drawn);
  assert.deepEqual(judge.scoresAlone(seen).arraySync(), judge.scores(samples, draws).arraySync());
});

for (const [domain, base] of Object.entries(bases))
  test(`the exported discriminator of ${domain} scores each sample by itself`, async t => {
    const { model, dataset, state } = await trained(t, base, {
      "discriminator.pack": 2,
      "discriminator.spectralNorm": true,
    });
    const [size, rows] = [dataset.sampleShape.reduce((a, b) => a * b, 1), 6];
    const samples = new Float32Array(rows * size);
    dataset.batch(1, 5, rows, samples, 0);
    const network = await openModel(new NetworkExport(model, dataset).write(state, new Map()).discriminator);
    t.after(() => network.close());
    const { score = [] } = await network.run(rows, { sample: samples });
    assert.equal(score.length, rows);
    assert.ok(new Set(score).size > 1);
    const { score: last = [] } = await network.run(1, { sample: samples.subarray(-size) });
    assert.ok(Math.abs((last[0] ?? NaN) - (score[rows - 1] ?? NaN)) < 1e-5);
  });

test("the exported discriminator is the one that trains: packed with itself, its matrices normalised", async t => {
  await tf.setBackend("cpu");
  const changes = { "discriminator.pack": 2, "discriminator.spectralNorm": true };
  const { model, dataset, state } = await trained(t, points, changes);
  const tensorOf = (name: string) => tf.tensor(state.get(name)?.data ?? [NaN]);
  const weights = unpack(model.groups.discriminator.layout, tensorOf(weightsName("discriminator")));
  assert.ok(model.spectral);
  const judge = judgeOf(model, weights, unpack(model.spectral, tensorOf(SPECTRAL)));
  const samples = Float32Array.of(1, 0.5, -2, 0.3, 0, 1);
  const wanted = judge.scoresAlone(tf.tensor(samples, [3, 2])).dataSync();
  const network = await openModel(new NetworkExport(model, dataset).write(state, new Map()).discriminator);
  t.after(() => network.close());
  const { score = [] } = await network.run(3, { sample: samples });
  score.forEach((x, i) => {
    assert.ok(Math.abs(x - (wanted[i] ?? NaN)) < 1e-5, `${x} is not ${wanted[i]}`);
  });
});

test("singular vectors settle where sigma is the largest singular value, of dense weights and of filters", () => {
  const initializer = { kind: "constant", value: 0 } as const;
  for (const shape of [
    [2, 3],
    [2, 3, 1, 1],
  ]) {
    const layout = layoutOf([{ name: "0.weight", shape, initializer }]);
    const weights = Float32Array.of(3, 0, 0, 0, -5, 0);
    const vectors = settledVectors(layout, weights, Float32Array.of(1, 2, 3, 1, 2));
    const normal = normalisedValues(layout, weights, vectors);
    normal.forEach((x, i) => {
      assert.ok(Math.abs(x - (weights[i] ?? NaN) / 5) < 1e-5, String(x));
    });
  }
});

test("a checkpoint without singular vectors is given those of its own weights", async t => {
  const { model, state } = await trained(t, points, { "discriminator.spectralNorm": true });
  const kept = [...toCheckpoint(model, state)].filter(([name]) => !name.startsWith(SPECTRAL));
  const vectors = fromCheckpoint(model, new Map(kept), startingState(model, 1)).get(SPECTRAL)?.data;
  const [own, begun] = [state.get(SPECTRAL)?.data, startingState(model, 1).get(SPECTRAL)?.data];
  const apart = (other: Float32Array | undefined) =>
    Math.max(...(vectors ?? [NaN]).map((x, i) => Math.abs(x - (other?.[i] ?? NaN))));
  assert.ok(
    apart(own) < apart(begun),
    `${apart(own)} from those that trained, ${apart(begun)} from the first ones`,
  );
});
