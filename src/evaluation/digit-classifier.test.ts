import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openDataset } from "../data/open-dataset.ts";
import { shippedFile } from "../data/shipped-file.ts";
import { DigitClassifier } from "./digit-classifier.ts";

const atOnce = () => Promise.resolve();

/** The share of held-out real samples whose class the shipped classifier tells. */
async function accuracy(kind: "digits" | "stacked-digits", count: number, channels: number): Promise<number> {
  const dataset = await openDataset({ kind });
  const classifier = await DigitClassifier.of();
  const classes = await classifier.classify(dataset.heldOut(count), count, channels, atOnce);
  await classifier.close();
  const labelOf = dataset.images?.heldOut.labelOf;
  return classes.filter((found, i) => found === labelOf?.(i)).length / count;
}

test("the shipped classifier is small and tells at least 98 % of the digits that it never saw", async () => {
  assert.ok(readFileSync(shippedFile("digits/classifier.onnx")).length < 500_000);
  const right = await accuracy("digits", 2000, 1);
  assert.ok(right >= 0.98, `${right}`);
});

test("of stacked digits it tells all three digits, in their order", async () => {
  const right = await accuracy("stacked-digits", 500, 3);
  assert.ok(right >= 0.94, `${right}`);
});

test("others get their turn between its calls", async () => {
  const dataset = await openDataset({ kind: "digits" });
  const classifier = await DigitClassifier.of();
  let turns = 0;
  await classifier.classify(dataset.heldOut(1000), 1000, 1, () => {
    turns++;
    return Promise.resolve();
  });
  await classifier.close();
  assert.equal(turns, 3);
});
