import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { test } from "node:test";
import type { Node } from "jsonc-parser";
import { dataKinds } from "./catalog-data.ts";
import { InputError } from "./input-error.ts";
import { memoryEstimate } from "./memory-estimate.ts";
import { readExperimentFile } from "./read-file.ts";
import { changeExperiment, readExperiment } from "./read.ts";
import type { Experiment } from "./schema.ts";
import { readSource } from "./source-text.ts";

const files = readdirSync("examples").filter(name => name.endsWith(".gan.json"));
const read = (name: string) => readExperimentFile(join("examples", name));

for (const name of files) {
  test(`examples/${name} is right, is called by its file's name and fits into memory`, () => {
    const experiment = read(name);
    assert.equal(`${experiment.name}.gan.json`, name);
    assert.ok(memoryEstimate(experiment) < 1e9);
    if ("file" in experiment.data) {
      assert.ok(isAbsolute(experiment.data.file));
      assert.ok(existsSync(experiment.data.file));
    }
  });
}

/** Kinds whose files everyone has to bring. */
const ofOnesOwn = ["npy", "npy-images", "parquet", "idx", "cifar10", "images"];

test("the examples show every kind of data that this version makes up, and a table", () => {
  const shown = new Set<string>(files.map(name => read(name).data.kind));
  const madeUp = Object.keys(dataKinds).filter(name => !ofOnesOwn.includes(name));
  assert.deepEqual([...shown].sort(), madeUp.sort());
});

test("the four arms are those of the science page", () => {
  const arm = (name: string) => {
    const { steps, pairing, penalties, optimizers } = read(`${name}.gan.json`);
    const { generator, discriminator } = optimizers;
    const rates = [generator.learningRate, discriminator.learningRate, generator.beta1, discriminator.beta1];
    return [steps, pairing.weight, penalties.r1.gamma, ...rates];
  };
  assert.deepEqual(arm("ring-8"), [8000, 0.02, 0, 1e-3, 1e-4, 0.5, 0.5]);
  assert.deepEqual(arm("ring-gan"), [8000, 0, 0, 1e-3, 1e-4, 0.5, 0.5]);
  assert.deepEqual(arm("ring-gan-pairing"), [8000, 0.01, 0, 1e-3, 1e-4, 0.5, 0.5]);
  assert.deepEqual(arm("ring-gan-r1"), [16000, 0, 0.1, 2e-4, 4e-4, 0.5, 0.5]);
  assert.deepEqual(arm("ring-gan-pairing-r1"), [16000, 0.003, 0.1, 2e-4, 4e-4, 0.5, 0.5]);
});

const kindTexts = [
  ...Object.keys(dataKinds)
    .filter(kind => kind !== "csv" && !ofOnesOwn.includes(kind))
    .map(kind => `{ "data": { "kind": "${kind}" } }`),
  '{ "data": { "kind": "idx", "images": "a.gz", "labels": "b.gz" } }',
  '{ "data": { "kind": "idx", "images": "a.gz" } }',
  '{ "data": { "kind": "cifar10", "folder": "a" } }',
  '{ "data": { "kind": "images", "folder": "a", "size": 64, "channels": 1 } }',
  '{ "data": { "kind": "npy", "file": "a.npy" }, "pairing": { "kind": "latent" } }',
  '{ "data": { "kind": "npy-images", "file": "a.npz", "array": "x", "labels": "y" } }',
  '{ "data": { "kind": "parquet", "file": "a.parquet", "columns": ["x", 3], "labels": "class" } }',
  '{ "data": { "kind": "csv", "file": "a.csv", "columns": ["x", 3] }, "schedule": [{ "at": 3, "set": "pace", "to": 1 }] }',
];

test("a resolved experiment read again is the same, for every example and every kind", () => {
  const resolved: Experiment[] = files.map(read);
  for (const text of kindTexts) {
    try {
      resolved.push(readExperiment(text, "sub/k.gan.json"));
    } catch (error) {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /is not available in this version|folder: missing|images: missing/);
    }
  }
  assert.ok(resolved.length >= files.length + 8);
  for (const experiment of resolved) {
    assert.deepEqual(readExperiment(JSON.stringify(experiment), "else/where.gan.json"), experiment);
    assert.deepEqual(changeExperiment(JSON.parse(JSON.stringify(experiment)), "run.json"), experiment);
  }
});

/** Every key of a text with its line and the offsets of key and value. */
function keysOf(text: string): { line: number; key: Node; value: Node }[] {
  const source = readSource(text, "x");
  const keys: { line: number; key: Node; value: Node }[] = [];
  const walk = (node: Node) => {
    const [key, value] = node.children ?? [];
    if (node.type === "property" && key !== undefined && value !== undefined) {
      keys.push({ line: source.position(key.offset).line, key, value });
    }
    for (const child of node.children ?? []) walk(child);
  };
  walk(source.tree);
  return keys;
}

const replaced = (text: string, { offset, length }: Node, by: string) =>
  text.slice(0, offset) + by + text.slice(offset + length);

function problemOf(text: string): InputError | null {
  try {
    readExperiment(text, "x.gan.json");
    return null;
  } catch (error) {
    assert.ok(error instanceof InputError, `${String(error)} for ${text}`);
    return error;
  }
}

test("any one key spoilt in an example is reported at its line", () => {
  const spoilt = ["null", "[[]]", "{ }", '"\\u0000"', "1e999", "-1", "true"];
  let reported = 0;
  for (const name of files) {
    const text = readFileSync(join("examples", name), "utf8");
    for (const { line, key, value } of keysOf(text)) {
      const renamed = problemOf(replaced(text, key, '"__proto__"'));
      const place = `${name}:${line} ${String(key.value)}`;
      assert.ok(
        renamed?.problems.some(problem => problem.line === line),
        place,
      );
      for (const other of spoilt) {
        const error = problemOf(replaced(text, value, other));
        if (error === null) continue; // an empty object is fine where every key has a default
        assert.ok(
          error.problems.some(problem => problem.line === line),
          `${place} ${other}: ${error.message}`,
        );
        reported++;
      }
    }
  }
  assert.ok(reported > 500);
});

test("any truncation and any spoilt character gives a clear problem or a valid experiment, never another exception", () => {
  const text = readFileSync("examples/points.gan.json", "utf8");
  for (let length = 0; length < text.length; length++) {
    problemOf(text.slice(0, length));
    for (const character of ['"', "{", "]", ",", "\\", "\0", "9"]) {
      problemOf(text.slice(0, length) + character + text.slice(length + 1));
    }
  }
});
