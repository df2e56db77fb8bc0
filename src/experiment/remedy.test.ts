import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "jsonc-parser";
import { InputError, type Problem } from "./input-error.ts";
import { readExperiment } from "./read.ts";
import { remedyEdits, remedyTitle } from "./remedy.ts";

function problemsOf(text: string): readonly Problem[] {
  try {
    readExperiment(text, "a.gan.json");
    return [];
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return error.problems;
  }
}

/** A text with the first remedy that is offered, and its title. */
function mended(text: string): { readonly title: string; readonly text: string } | null {
  for (const { remedy } of problemsOf(text)) {
    if (remedy === undefined) continue;
    const edits = remedyEdits(text, remedy.path, remedy);
    return { title: remedyTitle(remedy.path, remedy), text: applyEdits(text, [...edits]) };
  }
  return null;
}

const around = (keys: string) => `{ "data": { "kind": "ring" }, // data\n${keys}\n}`;

/** What is written, what is offered, and what stands there afterwards. */
const mends: readonly (readonly [string, title: string, string])[] = [
  ['"batchsize": 9', 'Rename "batchsize" to "batch"', '"batch": 9'],
  ['"BatchSize": 9', 'Rename "BatchSize" to "batch"', '"batch": 9'],
  [
    '"pairing": { "temprature": 1 }',
    'Rename "temprature" to "temperature"',
    '"pairing": { "temperature": 1 }',
  ],
  ['"pairing": { "weight": -0.02 }', "Set pairing.weight to 0", '"pairing": { "weight": 0 }'],
  ['"pairing": { "weight": "0.02" }', "Set pairing.weight to 0.02", '"pairing": { "weight": 0.02 }'],
  ['"steps": 10.4', "Set steps to 10", '"steps": 10'],
  ['"loss": "Hinge"', 'Set loss to "hinge"', '"loss": "hinge"'],
  ['"generator": { "kind": "MLP" }', 'Set generator.kind to "mlp"', '"generator": { "kind": "mlp" }'],
  [
    '"discriminator": { "spectralNorm": "true" }',
    "Set discriminator.spectralNorm to true",
    '"discriminator": { "spectralNorm": true }',
  ],
  [
    '"schedule": [{ "at": 1, "set": "pairing.wieght", "to": 1 }]',
    'Set schedule.0.set to "pairing.weight"',
    '"schedule": [{ "at": 1, "set": "pairing.weight", "to": 1 }]',
  ],
  [
    '"schedule": [{ "at": 1, "set": "pairing.weight", "to": -1 }]',
    "Set schedule.0.to to 0",
    '"schedule": [{ "at": 1, "set": "pairing.weight", "to": 0 }]',
  ],
];

for (const [given, title, after] of mends)
  test(`what a message suggests is done by one choice: ${title}`, () => {
    assert.deepEqual(mended(around(given)), { title, text: around(after) });
    assert.deepEqual(problemsOf(around(after)), []);
  });

test("a key that means nothing, or stands there by its right name already, is taken out, and what is around it stays", () => {
  const text = around('"seed": 1, // seed\n"zork": 7, "steps": 9');
  const { title, text: after } = mended(text) ?? assert.fail("nothing is offered");
  assert.equal(title, 'Remove "zork"');
  assert.deepEqual(problemsOf(after), []);
  assert.match(after, /\/\/ data/);
  const twice = mended(around('"batch": 9, "batchsize": 8'));
  assert.equal(twice?.title, 'Remove "batchsize"');
});

test("a file without data gets some", () => {
  const { text } = mended('{ "steps": 9 }') ?? assert.fail("nothing is offered");
  assert.deepEqual(problemsOf(text), []);
});

test("nothing is offered where the answer is not certain", () => {
  for (const keys of [
    '"average": 1',
    '"steps": "many"',
    '"name": ""',
    '"loss": "zork"',
    '"schedule": [{ "at": 1, "set": "batch", "to": 1 }]',
  ])
    assert.equal(mended(around(keys)), null, keys);
});

test("a setting that was typed elsewhere is not mended in the file", () => {
  assert.throws(
    () => readExperiment(around('"seed": 1'), "a.gan.json", { settings: [{ key: "steps", value: 0 }] }),
    (error: unknown) =>
      error instanceof InputError && error.problems.every(({ remedy }) => remedy === undefined),
  );
});
