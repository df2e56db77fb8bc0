// Mode measures of labelled data, beside the rule written in Python: the class of the nearest labelled training sample.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Dataset } from "../../src/data/dataset.ts";
import { openDataset } from "../../src/data/open-dataset.ts";
import { GeneratorMeasures } from "../../src/evaluation/generator-measures.ts";
import { readExperiment } from "../../src/experiment/read.ts";
import { encodePng } from "../../src/formats/png.ts";
import { temporaryFolder } from "../support/run-folder.ts";
import { uniform } from "../support/uniform.ts";
import { peersMissing, python } from "./python.ts";

const ROWS = 300;

/** Three clouds of unequal shares, two of them near each other. */
function table(folder: string): string {
  const random = uniform(17);
  const centers = [
    ["near", 0, 0],
    ["far, \u001b[31maway", 3, 0],
    ["10", 0, 5],
  ] as const;
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const [name, x, y] = centers[i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2];
    return `${x + random() + random() - 1},"${name}",${y + 2 * random()},${i}`;
  });
  const file = join(folder, "points.csv");
  writeFileSync(file, ["x,class,y,row", ...lines].join("\n"));
  return file;
}

const points = (folder: string) =>
  openDataset({
    kind: "csv",
    file: table(folder),
    columns: ["x", "y"],
    labels: "class",
    separator: "auto",
    normalize: true,
  });

/** Two classes of bright and of dark noise. */
async function pictures(folder: string) {
  const random = uniform(18);
  for (let i = 0; i < 60; i++) {
    const kind = i % 3 === 0 ? "dark" : "bright";
    mkdirSync(join(folder, kind), { recursive: true });
    const data = Uint8Array.from({ length: 28 * 28 }, () => (kind === "dark" ? 0 : 120) + 100 * random());
    writeFileSync(join(folder, kind, `${i}.png`), encodePng({ width: 28, height: 28, channels: 1, data }));
  }
  return openDataset({ kind: "images", folder, size: 28, channels: 1, labels: "folders" });
}

/** Samples, in the data's own units less their mean: blends of held-out ones. */
function blends(dataset: Dataset, rows: number): Float32Array {
  const random = uniform(19);
  const real = dataset.heldOutCentred(rows);
  const size = real.length / rows;
  return Float32Array.from({ length: rows * size }, (_, i) => {
    const other = (Math.floor(i / size) * 7 + 3) % rows;
    return (real[i] ?? 0) + 0.2 * ((real[other * size + (i % size)] ?? 0) - (real[i] ?? 0)) * random();
  });
}

const reference = `
import numpy as np
examples, labels, samples, weights = (np.array(given[name]) for name in ("examples", "labels", "samples", "weights"))
distances = ((samples[:, None, :] - examples[None, :, :]) ** 2).sum(-1)
told = labels[distances.argmin(1)]
shares = np.bincount(told, minlength=len(weights)) / len(told)
present = shares > 0
print(json.dumps(dict(modes=int(present.sum()), kl=float((shares[present] * np.log(shares[present] / weights[present])).sum()))))`;

for (const [what, open] of [
  ["a column of a table", points],
  ["sub-folders of pictures, in the space of their pixels", pictures],
] as const)
  test(`the modes of ${what} are told as in Python`, { skip: peersMissing("numpy") }, async t => {
    const dataset = await open(temporaryFolder(t));
    const { classes, examples } = dataset;
    assert.ok(classes !== null && examples !== null);
    const size = dataset.sampleShape.reduce((product, length) => product * length, 1);
    const rows = dataset.heldOut(1000).length / size;
    const samples = blends(dataset, rows);
    const experiment = readExperiment(
      `{ "data": { "kind": "ring" }, "evaluation": { "samples": ${rows}, "neighbours": 3 } }`,
      "t.gan.json",
    );
    const measured = new GeneratorMeasures(
      { ...experiment, evaluation: { ...experiment.evaluation, features: "data" } },
      1,
      dataset,
    );
    const { values } = await measured.measure(
      (_, count) => Promise.resolve(count === rows ? samples : new Float32Array(count * size).fill(0.5)),
      () => Promise.resolve(),
    );
    await measured.close();
    const all = new Float32Array(examples.count * size);
    for (let i = 0; i < examples.count; i++) examples.fill(i, all, i * size);
    const inRows = (data: Float32Array) =>
      Array.from({ length: data.length / size }, (_, i) => [...data.subarray(i * size, (i + 1) * size)]);
    // Of so few training samples every one is an example.
    const theirs = python(reference, {
      examples: inRows(all),
      labels: Array.from({ length: examples.count }, (_, i) => examples.labelOf(i)),
      samples: inRows(samples),
      weights: [...classes.weights],
    }) as { readonly modes: number; readonly kl: number };
    assert.equal(values["quality/modes"], theirs.modes);
    assert.ok(
      Math.abs((values["quality/mode_kl"] ?? NaN) - Math.max(0, theirs.kl)) < 1e-9,
      JSON.stringify([values, theirs]),
    );
  });
