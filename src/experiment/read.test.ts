import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { fillDefaults } from "./defaults.ts";
import { InputError } from "./input-error.ts";
import { emptyRawObject, toRawValue } from "./raw-value.ts";
import { changeExperiment, parseSetting, readExperiment } from "./read.ts";
import type { ReadOptions } from "./read.ts";

const file = "folder/a.gan.json";

function message(text: string, options: ReadOptions = {}): string {
  try {
    readExperiment(text, file, options);
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return error.message.replaceAll(file, "F");
  }
  return assert.fail("expected an InputError");
}

const set = (...texts: string[]): ReadOptions => ({ settings: texts.map(parseSetting) });

test("a file with data alone gets every default of the contract", () => {
  assert.deepEqual(readExperiment('{ "data": { "kind": "ring" } }', "x/ring-8.gan.json"), {
    name: "ring-8",
    seed: 1,
    steps: 8000,
    batch: 128,
    criticSteps: 1,
    data: { kind: "ring", modes: 8, radius: 2, std: 0.02 },
    latent: { size: 2, distribution: "normal" },
    generator: { kind: "mlp", hidden: [64, 64], activation: "relu" },
    discriminator: { kind: "mlp", hidden: [64, 64], activation: "leaky-relu", spectralNorm: false, pack: 1 },
    loss: "non-saturating",
    penalties: { r1: { gamma: 0, every: 1 }, r2: { gamma: 0, every: 1 }, gradientPenalty: { weight: 0 } },
    pairing: {
      kind: "neighbour",
      weight: 0,
      noise: 0.1,
      temperature: 0.1,
      embedding: { hidden: [64, 64], size: 16 },
    },
    augment: [],
    optimizers: {
      generator: { kind: "adam", learningRate: 1e-3, beta1: 0.5, beta2: 0.999 },
      discriminator: { kind: "adam", learningRate: 1e-4, beta1: 0.5, beta2: 0.999 },
    },
    average: 0,
    record: { scalars: 10, samples: 100, evaluation: 500, checkpoint: 1000, best: "none" },
    evaluation: { samples: 2500, neighbours: 5, features: "auto" },
    schedule: [],
    alerts: [],
    pace: 0,
    threads: 0,
    device: "auto",
  });
});

test("every kind of toy and file data gets its defaults", () => {
  const data = (text: string) => readExperiment(`{ "data": ${text} }`, file).data;
  assert.deepEqual(data('{ "kind": "grid" }'), { kind: "grid", side: 5, spacing: 2, std: 0.05 });
  assert.deepEqual(data('{ "kind": "npy", "file": "p.npy" }'), {
    kind: "npy",
    file: resolve("folder/p.npy"),
    array: "",
    normalize: true,
  });
  assert.deepEqual(data('{ "kind": "csv", "file": "../p.csv", "columns": ["x", 1] }'), {
    kind: "csv",
    file: resolve("p.csv"),
    columns: ["x", 1],
    labels: "",
    separator: "auto",
    normalize: true,
  });
});

test("images bring defaults of their own, except where the file says otherwise", () => {
  const raw = toRawValue({
    data: { kind: "digits" },
    latent: { size: 7 },
    generator: { channels: 8 },
    average: 0,
  });
  assert.ok(raw !== undefined && typeof raw === "object" && raw !== null && !Array.isArray(raw));
  fillDefaults(raw, "d.gan.json");
  assert.deepEqual(JSON.parse(JSON.stringify(raw)), {
    name: "d",
    data: { kind: "digits" },
    latent: { size: 7 },
    generator: { channels: 8, kind: "dcgan" },
    discriminator: { kind: "dcgan" },
    optimizers: { generator: { learningRate: 2e-4 }, discriminator: { learningRate: 2e-4 } },
    average: 0,
  });
});

test("a file without a name is called by its own, whatever that is", () => {
  const named = (path: string) => {
    const raw = emptyRawObject();
    fillDefaults(raw, path);
    return raw["name"];
  };
  assert.equal(named("a/b.c.gan.json"), "b.c");
  assert.equal(named("C:\\x\\ring.GAN.JSON"), "ring");
  assert.equal(named("plain.json"), "plain");
  assert.equal(named(".gan.json"), "experiment");
  assert.equal(named(`${"n".repeat(300)}.gan.json`), "n".repeat(100));
});

test("comments, trailing commas, a byte-order mark and CRLF are fine and move no position", () => {
  const text =
    '\uFEFF// first\r\n{\r\n  /* data */ "data": { "kind": "ring", },\r\n  "$schema": "x",\r\n  "seed": 3, // c\r\n}\r\n';
  assert.equal(readExperiment(text, file).seed, 3);
  assert.equal(
    message(text.replace("3,", '"x",')),
    'F:5:11: seed: found "x"; expected an integer from 0 to 9007199254740991',
  );
  assert.equal(
    message('\uFEFF{"seed":-1,"data":{"kind":"ring"}}'),
    "F:1:9: seed: found -1; expected an integer from 0 to 9007199254740991",
  );
  assert.match(message('{\r"seed":-1,\r"data":{"kind":"ring"}}'), /^F:2:8: seed/);
});

const kinds =
  "ring, grid, spiral, moons, imbalanced-ring, gaussians, digits, stacked-digits, idx, cifar10, images, npy, npy-images, csv, parquet";
const rootKeys =
  "name, seed, steps, batch, criticSteps, data, latent, generator, discriminator, loss, penalties, pairing, augment, optimizers, average, record, evaluation, schedule, alerts, pace, threads, device";
const knobNames =
  "pairing.weight, pairing.noise, pairing.temperature, penalties.r1.gamma, penalties.r2.gamma, penalties.gradientPenalty.weight, optimizers.generator.learningRate, optimizers.discriminator.learningRate, pace";

/** What is written beside `"data": { "kind": "ring" }` on line 2, and what is said of it. */
const refused: readonly (readonly [keys: string, expected: string])[] = [
  ['"zork": 1', `F:2:1: zork: unknown key; allowed: ${rootKeys}`],
  ['"setps": 1', `F:2:1: setps: unknown key; allowed: ${rootKeys}; did you mean "steps"?`],
  ['"__proto__": { "x": 1 }', `F:2:1: __proto__: unknown key; allowed: ${rootKeys}`],
  ['"steps": 1, "steps": 2', "F:2:13: steps: duplicate key; it already stands on line 2"],
  ['"steps": 0', "F:2:10: steps: found 0; expected an integer from 1 to 99999999"],
  ['"steps": 1.5', "F:2:10: steps: found 1.5; expected an integer from 1 to 99999999"],
  ['"steps": 1e30', "F:2:10: steps: found 1e+30; expected an integer from 1 to 99999999"],
  ['"steps": "many"', 'F:2:10: steps: found "many"; expected an integer from 1 to 99999999'],
  ['"steps": null', "F:2:10: steps: found null; expected an integer from 1 to 99999999"],
  ['"average": 1', "F:2:12: average: found 1; expected a number from 0 to below 1"],
  ['"pace": -1', "F:2:9: pace: found -1; expected any finite number from 0"],
  ['"pace": 1e999', "F:2:9: pace: found a number that is not finite; expected any finite number from 0"],
  ['"name": ""', 'F:2:9: name: found ""; expected a text of 1 to 100 characters without control characters'],
  [
    '"name": "a\\u0007"',
    'F:2:9: name: found "a\\u0007"; expected a text of 1 to 100 characters without control characters',
  ],
  [
    '"loss": "hindge"',
    'F:2:9: loss: found "hindge"; expected one of non-saturating, wasserstein, hinge, least-squares, relativistic; did you mean "hinge"?',
  ],
  [
    '"pairing": { "weigth": 1 }',
    'F:2:14: pairing.weigth: unknown key for kind "neighbour"; allowed: kind, weight, noise, temperature, embedding; did you mean "weight"?',
  ],
  [
    '"generator": { "kind": "mpl" }',
    'F:2:24: generator.kind: found "mpl"; expected one of mlp, dcgan, resnet, custom; did you mean "mlp"?',
  ],
  [
    '"generator": { "hidden": [64, 0] }',
    "F:2:31: generator.hidden.1: found 0; expected an integer from 1 to 8192",
  ],
  [
    `"generator": { "hidden": [${Array(17).fill(8).join(", ")}] }`,
    "F:2:26: generator.hidden: found a list of 17; expected a list of at most 16, each an integer from 1 to 8192",
  ],
  [
    '"discriminator": { "spectralNorm": 1 }',
    "F:2:36: discriminator.spectralNorm: found 1; expected true or false",
  ],
  ['"latent": []', "F:2:11: latent: found a list of 0; expected an object with the keys size, distribution"],
  [
    '"optimizers": { "generator": { "kind": "sgd" } }',
    'F:2:40: optimizers.generator.kind: found "sgd"; expected adam',
  ],
  [
    '"schedule": [{ "at": 1, "to": 1 }]',
    "F:2:14: schedule.0.set: missing; expected a text of 1 to 200 characters",
  ],
  [
    '"schedule": [{ "at": 1, "set": "weight", "to": 1 }]',
    `F:2:32: schedule.0.set: "weight" is not a knob; knobs: ${knobNames}; did you mean "pairing.weight"?`,
  ],
  [
    '"schedule": [{ "at": 1, "set": "batch", "to": 1 }]',
    `F:2:32: schedule.0.set: batch cannot change while a run trains; knobs: ${knobNames}`,
  ],
  [
    '"schedule": [{ "at": 1, "set": "pairing.temperature", "to": 0 }]',
    "F:2:61: schedule.0.to: found 0; expected a number from 0.001 to 1000",
  ],
  [
    '"schedule": [{ "at": 8000, "set": "pace", "to": 0 }]',
    "F:2:22: schedule.0.at: found 8000; expected a step before the last one, from 0 to 7999",
  ],
  [
    '"schedule": [{ "at": 7, "set": "pace", "to": 0 }, { "at": 7, "set": "pace", "to": 1 }]',
    "F:2:59: schedule.1.at: schedule.0 already changes pace at step 7; expected one change of a knob a step",
  ],
  [
    '"evaluation": { "samples": 10, "neighbours": 10 }',
    "F:2:46: evaluation.neighbours: found 10; expected fewer neighbours than evaluation.samples, which is 10",
  ],
  [
    '"generator": { "kind": "dcgan" }',
    'F:2:24: generator.kind: found "dcgan", which is for images; data of the kind "ring" are points; expected "mlp"',
  ],
  [
    '"discriminator": { "kind": "resnet" }',
    'F:2:28: discriminator.kind: found "resnet", which is for images; data of the kind "ring" are points; expected "mlp"',
  ],
  [
    '"generator": { "kind": "resnet", "hidden": [8] }',
    'F:2:24: generator.kind: found "resnet", which is for images; data of the kind "ring" are points; expected "mlp"\nF:2:34: generator.hidden: unknown key for kind "resnet"; allowed: kind, channels, blocks, groups',
  ],
  ...["../x.mjs", "/x.mjs", "a/../../x.mjs", "a\\\\x.mjs", "c:x.mjs", "x.js", ".mjs/..", "./x.mjs"].map(
    module =>
      [
        `"pairing": { "kind": "custom", "module": "${module}" }`,
        `F:2:42: pairing.module: found "${module}"; expected the name of an .mjs file in the experiment's folder or below it, such as "my-pairing.mjs"`,
      ] as const,
  ),
  [
    '"pairing": { "kind": "custom" }',
    "F:2:12: pairing.module: missing; expected a text of 1 to 1000 characters",
  ],
  [
    '"device": "cuda"',
    'F:2:11: device: found "cuda"; expected one of auto, cpu, webgpu, tfjs-node-gpu, tfjs-node',
  ],
  [
    '"discriminator": { "pack": 3 }, "batch": 64',
    "F:2:28: discriminator.pack: found 3; expected a divisor of batch, which is 64: a pack is that many samples of a batch",
  ],
  [
    '"augment": ["color"]',
    'F:2:12: augment: found ["color"], which is for images; data of the kind "ring" are points; expected []',
  ],
  [
    '"augment": ["colour"]',
    'F:2:13: augment.0: found "colour"; expected one of color, translation, cutout; did you mean "color"?',
  ],
  [
    '"evaluation": { "features": "net.onnx" }',
    'F:2:29: evaluation.features: found "net.onnx", which is for images; expected "auto" or "data" for points',
  ],
];

for (const [keys, expected] of refused) {
  test(`${keys.slice(0, 60)} is refused with its place, what was found and what is allowed`, () => {
    assert.equal(message(`{ "data": { "kind": "ring" },\n${keys} }`), expected);
  });
}

test("what is wrong with data names the kinds and the nearest one", () => {
  const objects = `expected an object of one of the kinds ${kinds}`;
  assert.equal(message("{\n}"), `F:1:1: data: missing; ${objects}`);
  assert.equal(message('{ "data": 5 }'), `F:1:11: data: found 5; ${objects}`);
  assert.equal(message('{ "data": {} }'), `F:1:11: data.kind: missing; expected one of ${kinds}`);
  assert.equal(
    message('{ "data": { "kind": "rnig" } }'),
    `F:1:21: data.kind: found "rnig"; expected one of ${kinds}; did you mean "ring"?`,
  );
  assert.equal(
    message('{ "data": { "kind": "grid", "modes": 8 } }'),
    'F:1:29: data.modes: unknown key for kind "grid"; allowed: kind, side, spacing, std',
  );
  assert.equal(
    message('{ "data": { "kind": "csv", "file": "p", "columns": [1.5] } }'),
    "F:1:53: data.columns.0: found 1.5; expected a text of 1 to 1000 characters or an integer from 0 to 1023",
  );
});

test("an augmentation is named once; their order is kept", () => {
  const augment = (names: string) => `{ "data": { "kind": "digits" },\n"augment": ${names} }`;
  assert.deepEqual(readExperiment(augment('["cutout", "color"]'), file).augment, ["cutout", "color"]);
  assert.equal(
    message(augment('["cutout", "color", "cutout"]')),
    'F:2:32: augment.2: found "cutout" again; expected each augmentation once',
  );
});

test("neutral values of what is not available yet are fine", () => {
  const text = `{ "data": { "kind": "moons" }, "augment": [], "device": "cpu", "evaluation": { "features": "data" },
    "penalties": { "r2": { "gamma": 0, "every": 4 } } }`;
  assert.equal(readExperiment(text, file).penalties.r2.every, 4);
});

test("all problems of a file are told, one a line, in the order of the file", () => {
  const text =
    '{\n"zork": 1,\n"steps": 0, "batch": 1,\n"data": { "kind": "ring", "std": -1 },\n"loss": "hindge", "zork": 2 }';
  assert.deepEqual(
    message(text)
      .split("\n")
      .map(line => line.split(": ").slice(0, 2).join(" ")),
    ["F:2:1 zork", "F:3:10 steps", "F:3:22 batch", "F:4:34 data.std", "F:5:9 loss", "F:5:19 zork"],
  );
});

test("syntax errors say what was found and what is expected", () => {
  const value =
    "expected a value: an object, a list, a text in double quotes, a finite number, true or false";
  const symbol = "texts and keys stand in double quotes, numbers are finite decimals";
  assert.equal(message(""), `F:1:1: the file ends here; ${value}`);
  assert.equal(message("// nothing\n"), `F:2:1: the file ends here; ${value}`);
  assert.equal(message('{ "pace": NaN }'), `F:1:11: found NaN; ${symbol}`);
  assert.equal(message('{ "pace": -Infinity }'), `F:1:11: found -; ${symbol}`);
  assert.equal(message("{ 'a': 1 }"), `F:1:3: found 'a'; ${symbol}`);
  assert.equal(message('{ "a": 1 "b": 2 }'), 'F:1:10: found "b"; expected a comma before it');
  assert.equal(message('{ "a"\n1 }'), "F:2:1: found 1; expected a colon after the key");
  assert.equal(
    message('{ "a": "x\n }'),
    'F:1:8: found "x; expected the closing double quote on the same line',
  );
  assert.equal(
    message('{ "a": 1,\n'),
    "F:2:1: the file ends here; expected a key in double quotes or a closing brace }",
  );
  assert.equal(message("/* c"), "F:1:1: found /* c; expected the end of the comment */");
  assert.equal(message("[1]"), `F:1:1: found a list of 1; expected an object with the keys ${rootKeys}`);
});

test("hostile files are refused without exhausting stack or memory", () => {
  assert.equal(
    message("[".repeat(100_000)),
    "F:1:33: objects and lists stand more than 32 deep in each other",
  );
  assert.match(message('{"data":'.repeat(100_000)), /more than 32 deep/);
  assert.equal(message(`{ "name": "${"x".repeat(2 * 1024 * 1024)}" }`), "F: larger than 1 MiB");
  assert.match(message(`{ "${"k".repeat(500_000)}": 1, "data": { "kind": "ring" } }`), /unknown key/);
  const many = Array.from({ length: 80_000 }, (_, index) => `"k${index}": 1`).join(",");
  const long = Array.from({ length: 300_000 }, () => "{}").join(",");
  const lines = message(`{ ${many} }`).split("\n");
  assert.equal(lines.length, 51);
  assert.equal(lines.at(-1), "and more problems");
  assert.match(
    message(`{ "generator": { "hidden": [${long}] } }`),
    /found a list of 300000; expected a list of at most 16/,
  );
  assert.equal(Object.hasOwn(Object.prototype, "x"), false);
});

test("settings come before defaults and are named where they are wrong", () => {
  const text =
    '{ "data": { "kind": "ring" }, "pairing": { "weight": 1 },\n"schedule": [{ "at": 9, "set": "pace", "to": 1 }] }';
  const experiment = readExperiment(text, file, {
    ...set("pairing.kind=latent", "pairing.weight=0.5", "schedule.0.to=7", "name=x", "generator.hidden=[8]"),
    seed: 9,
    device: "cpu",
  });
  assert.equal(experiment.pairing.kind, "latent");
  assert.equal(experiment.pairing.weight, 0.5);
  assert.deepEqual(experiment.schedule, [{ at: 9, set: "pace", to: 7, over: 0 }]);
  assert.deepEqual([experiment.name, experiment.seed, experiment.device], ["x", 9, "cpu"]);
  assert.deepEqual(experiment.generator, { kind: "mlp", hidden: [8], activation: "relu" });
  assert.equal(
    message(text, set("pairing.weigth=0.02")),
    '--set pairing.weigth=0.02: pairing.weigth: unknown key for kind "neighbour"; allowed: kind, weight, noise, temperature, embedding; did you mean "weight"?',
  );
  assert.equal(
    message(text, set("pairing.weight=x")),
    '--set pairing.weight=x: pairing.weight: found "x"; expected any finite number from 0',
  );
  assert.equal(
    message(text, set("schedule.1.to=3")),
    "--set schedule.1.to=3: schedule.1.at: missing; expected an integer from 0 to 99999999\n" +
      "--set schedule.1.to=3: schedule.1.set: missing; expected a text of 1 to 200 characters",
  );
  assert.equal(message(text, set("foo.bar=1")), `--set foo.bar=1: foo: unknown key; allowed: ${rootKeys}`);
  assert.equal(
    message(text, { seed: -1 }),
    "--seed -1: seed: found -1; expected an integer from 0 to 9007199254740991",
  );
});

test("a run may be shortened without touching its schedule, by an option or a setting", () => {
  const text =
    '{ "data": { "kind": "ring" }, "schedule": [{ "at": 5000, "set": "pace", "to": 1 }] , "steps": 6000 }';
  assert.equal(readExperiment(text, file, { steps: 10 }).schedule.length, 1);
  assert.equal(readExperiment(text, file, set("steps=10")).steps, 10);
});

test("a resolved experiment can be changed, and is checked again", () => {
  const experiment = readExperiment('{ "data": { "kind": "csv", "file": "p.csv" } }', file);
  const changed = changeExperiment(experiment, "runs/r/run.json", set("pairing.weight=0.02", "steps=5"));
  assert.deepEqual(changed, { ...experiment, steps: 5, pairing: { ...experiment.pairing, weight: 0.02 } });
  assert.throws(() => changeExperiment({ ...experiment, pace: -1 }, "run.json"), {
    name: "InputError",
    message: "run.json: pace: found -1; expected any finite number from 0",
  });
  const loop: Record<string, unknown> = {};
  loop["data"] = loop;
  assert.throws(() => changeExperiment(loop, "run.json"), InputError);
});

test("everything that is wrong is told at once: inside objects, and what does not fit each other in the rest", () => {
  const lines = message(`{ "data": { "kind": "ring", "std": -1 }, "batchsize": 9,
"pairing": { "weight": -0.02, "temprature": 1 },
"discriminator": { "pack": 3 },
"schedule": [
{ "at": 1, "too": 1 },
{ "at": 9000, "set": "pairing.wieght", "to": 1 }] }`).split("\n");
  const places = lines.map(line => /^F:(\d+):\d+: ([\w.]+)/.exec(line)?.slice(1).join(" "));
  assert.deepEqual(places, [
    "1 data.std",
    "1 batchsize",
    "2 pairing.weight",
    "2 pairing.temprature",
    "3 discriminator.pack",
    "5 schedule.0.set",
    "5 schedule.0.to",
    "5 schedule.0.too",
    "6 schedule.1.at",
    "6 schedule.1.set",
  ]);
});

test("nothing is said to clash with what stands there wrongly", () => {
  for (const keys of [
    '"steps": 0, "schedule": [{ "at": 9000, "set": "pace", "to": 1 }]',
    '"batch": 0, "discriminator": { "pack": 3 }',
    '"pairing": { "kind": "dsgn" }, "schedule": [{ "at": 1, "set": "pairing.limit", "to": 1 }]',
    '"evaluation": { "samples": -1, "neighbours": 999 }',
  ])
    assert.equal(message(`{ "data": { "kind": "ring" }, ${keys} }`).split("\n").length, 1, keys);
});
