import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "./nearest-name.ts";

const names = ["ring", "grid", "pairing.weight", "gaussians", "neighbour", "batch", "learningRate"];

test("a name that was perhaps meant is named", () => {
  const cases = {
    rnig: "ring",
    Grid: "grid",
    weight: "pairing.weight",
    gauss: "gaussians",
    neighbor: "neighbour",
    batchsize: "batch",
    BatchSize: "batch",
    LEARNING_RATE: "learningRate",
    learning: "learningRate",
  };
  for (const [given, meant] of Object.entries(cases))
    assert.equal(nearest(given, names), `; did you mean "${meant}"?`);
});

test("a name that is far from all is left alone", () => {
  for (const given of ["", "x", "images", "constructor", "r".repeat(100_000)])
    assert.equal(nearest(given, names), "");
});
