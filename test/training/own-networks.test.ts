// Networks of a researcher's own: what they are in a checkpoint, a resume, an export, beside every switch.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { readExperimentFile } from "../../src/experiment/read-file.ts";
import { prepareRun } from "../../src/launching/prepare-run.ts";
import { replayRun } from "../../src/launching/replay-run.ts";
import { readStatus } from "../../src/runs/status.ts";
import { assertSame, results, temporaryRuns, trainToEnd } from "./harness.ts";

const tiny = {
  data: { kind: "ring" },
  steps: 16,
  batch: 8,
  record: { scalars: 4, samples: 8, evaluation: 8, checkpoint: 8 },
  evaluation: { samples: 40 },
};

const trust = { trust: true } as const;

type Keys = Readonly<Record<string, unknown>>;

async function prepare(folder: string, changes: Keys, modules: Readonly<Record<string, string>> = {}) {
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, `${name}.mjs`), text);
  const file = join(folder, "tiny.gan.json");
  writeFileSync(file, JSON.stringify({ ...tiny, ...changes }));
  return prepareRun({ experiment: readExperimentFile(file), runsFolder: join(folder, "runs"), file });
}

const own = (name: string, more: Keys = {}) => ({ kind: "custom", module: `${name}.mjs`, ...more });

/** A perceptron with one hidden layer as a module, from `from` values to `to`. */
const perceptron = (from: string, to: string, activation: string, input: string, result: string): string => `
export const parameters = ({ latentSize, sampleShape, outputs, options }) => ({
  "0.weight": [${from}, options.width],
  "0.bias": [options.width],
  "1.weight": [options.width, ${to}],
  "1.bias": [${to}],
});

export default function ({ tf, parameters: p, ${input} }) {
  const features = ${activation.replace("X", `tf.add(tf.matMul(${input}, p["0.weight"]), p["0.bias"])`)};
  const output = tf.add(tf.matMul(features, p["1.weight"]), p["1.bias"]);
  return ${result};
}`;

const modules = {
  g: perceptron("latentSize", "sampleShape[0]", "tf.relu(X)", "latents", "output"),
  d: perceptron("sampleShape[0]", "outputs", "tf.leakyRelu(X, 0.2)", "samples", "{ output, features }"),
};

const width = { options: { width: 6 } };

/** Everything that meets a network: penalties of second order, packs, normalisation, an average, its hidden layer. */
const switches: Readonly<Record<string, Keys>> = {
  "": {},
  ", averaged, in packs, with every penalty and spectral normalisation": {
    average: 0.9,
    penalties: { r1: { gamma: 0.1 }, r2: { gamma: 0.1 }, gradientPenalty: { weight: 0.1 } },
    judging: { pack: 2, spectralNorm: true },
  },
  ", with its last hidden layer under DivCo": { pairing: { kind: "divco", weight: 0.1, negatives: 2 } },
};

for (const [name, { judging, ...changes }] of Object.entries(switches))
  test(`perceptrons as modules train to the bytes of the built-in ones${name}`, async t => {
    const folder = temporaryRuns(t);
    const builtIn = await prepare(folder, {
      ...changes,
      generator: { hidden: [6] },
      discriminator: { hidden: [6], ...(judging as Keys | undefined) },
    });
    const custom = await prepare(
      folder,
      {
        ...changes,
        generator: own("g", width),
        discriminator: own("d", { ...width, ...(judging as Keys | undefined) }),
      },
      modules,
    );
    assert.equal((await trainToEnd(builtIn)).code, 0);
    assert.equal((await trainToEnd(custom, trust)).code, 0);
    assertSame(results(custom, 8), results(builtIn, 8));
  });

test("the examples' networks train; interrupted and replayed without their files, the bytes are the same", async t => {
  const folder = temporaryRuns(t);
  const texts = Object.fromEntries(
    ["own-generator", "own-discriminator"].map(name => [name, readFileSync(`examples/${name}.mjs`, "utf8")]),
  );
  const changes = {
    generator: own("own-generator", { options: { width: 5 } }),
    discriminator: own("own-discriminator"),
    pairing: { weight: 0.1 },
  };
  const whole = await prepare(folder, changes, texts);
  assert.equal((await trainToEnd(whole, trust)).code, 0);
  const broken = await prepare(folder, changes);
  assert.equal((await trainToEnd(broken)).code, 2);
  for (const name of Object.keys(texts)) rmSync(join(folder, `${name}.mjs`));
  await trainToEnd(broken, { ...trust, upTo: 5 });
  assert.equal((await trainToEnd(broken, trust)).code, 0);
  const trainedOf = (run: string) =>
    new Map([...results(run, 8)].filter(([key]) => /^(checkpoints|loss|score)\//.test(key)));
  assertSame(trainedOf(broken), trainedOf(whole));
  assert.equal((await replayRun({ folder: whole, script: "dist/trainer.js", ...trust })).parted, null);
});

test("networks of images train, and the embedding of pairing has the discriminator's architecture", async t => {
  const folder = temporaryRuns(t);
  const flat = "sampleShape.reduce((a, b) => a * b)";
  const run = await prepare(
    folder,
    {
      data: { kind: "digits" },
      latent: { size: 4 },
      generator: own("g"),
      discriminator: own("d"),
      average: 0,
      pairing: { weight: 0.1, embedding: { size: 3 } },
    },
    {
      g: `export const parameters = ({ latentSize, sampleShape }) => ({ w: { shape: [latentSize, ${flat}], start: { normal: 0.1 } } });
export default ({ tf, parameters: { w }, latents }) => tf.reshape(tf.tanh(tf.matMul(latents, w)), [-1, 28, 28, 1]);`,
      d: `export const parameters = ({ sampleShape, outputs }) => ({ w: [${flat}, outputs] });
export default ({ tf, parameters: { w }, samples }) => tf.matMul(tf.reshape(samples, [-1, w.shape[0]]), w);`,
    },
  );
  const { code, message } = await trainToEnd(run, trust);
  assert.equal(code, 0, message);
});

const valid = modules.g.replaceAll("options.width", "3");

/** Mistakes of a generator: the module, its place, and what is said there. */
const mistakes: Readonly<Record<string, readonly [module: string, place: string, said: RegExp]>> = {
  "no parameters": ["export default () => 0;", "1:1", /`parameters` is no function that it exports/],
  "a shape that is none": [
    valid.replace('"0.bias": [3]', '"0.bias": [0.5]'),
    "9:1",
    /the parameter 0\.bias has the shape \[0\.5\]/,
  ],
  "a start that is none": [
    valid.replace('"0.bias": [3]', '"0.bias": { shape: [3], start: "one" }'),
    "9:1",
    /the parameter 0\.bias starts as "one"; expected .*"ones"/,
  ],
  "samples of another shape": [
    valid.replace("return output", "return features"),
    "9:1",
    /gives a tensor of the shape \[\d+, 3\]; expected the shape \[\d+, 2\]/,
  ],
  "an exception": [valid.replace("return output", "return p.none.shape"), "12:17", /undefined/],
};

for (const [what, [module, place, said]] of Object.entries(mistakes))
  test(`a generator with ${what} is told with its line`, async t => {
    const folder = temporaryRuns(t);
    const run = await prepare(folder, { generator: own("g") }, { g: module });
    const { code, message } = await trainToEnd(run, trust);
    assert.ok(message.startsWith(`${resolve(folder, "g.mjs")}:${place}: `), message);
    assert.match(message, said);
    assert.deepEqual([code, readStatus(run).problem?.file], [2, resolve(folder, "g.mjs")]);
  });

test("a discriminator that begins at zeros is not normalised by its size", async t => {
  const folder = temporaryRuns(t);
  const d = modules.d.replace(
    "[options.width, outputs]",
    '{ shape: [options.width, outputs], start: "zeros" }',
  );
  const run = await prepare(folder, { discriminator: own("d", { ...width, spectralNorm: true }) }, { d });
  const { message } = await trainToEnd(run, trust);
  assert.match(message, /d\.mjs:9:1: the parameter 1\.weight starts at zeros; discriminator\.spectralNorm/);
});

/** Networks that leave the finite numbers: the text that does, whose it is, and what is said. */
const notFinite: Readonly<Record<string, readonly [of: "g" | "d", text: string, said: RegExp]>> = {
  "a generator's values": ["g", "tf.log(X)", /^the generator's samples at step 0 are not finite/],
  "a discriminator's values": ["d", "tf.log(X)", /^(score|loss)\/\w+ is NaN at step 1/],
  "a discriminator's gradient": [
    "d",
    "tf.sqrt(tf.relu(X))",
    /^(discriminator\.\S+ is not finite after step 1|\S+ is NaN at step)/,
  ],
};

for (const [what, [of, activation, said]] of Object.entries(notFinite))
  test(`${what} that are not finite are told with its module, in the message and for the editor`, async t => {
    const folder = temporaryRuns(t);
    const text =
      of === "g"
        ? perceptron("latentSize", "sampleShape[0]", activation, "latents", "output")
        : perceptron("sampleShape[0]", "outputs", activation, "samples", "output");
    const player = of === "g" ? "generator" : "discriminator";
    const run = await prepare(folder, { [player]: own(of, width) }, { [of]: text });
    const { code, message } = await trainToEnd(run, trust);
    assert.equal(code, 1, message);
    assert.match(message, said);
    const file = resolve(folder, `${of}.mjs`);
    assert.ok(message.includes(`, given by ${file}:9:1`), message);
    const { failure, problem } = readStatus(run);
    assert.deepEqual([failure, problem?.file, problem?.line], ["not finite", file, 9]);
  });
