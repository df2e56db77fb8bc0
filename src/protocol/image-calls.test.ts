import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError } from "./calls.ts";
import { imageParamShapes, imageResultShapes, imageStack } from "./image-calls.ts";
import { viewerParamReaders } from "./viewer-calls.ts";

const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CallError);
  assert.equal(error.code, "invalid");
  assert.match(error.message, message);
  return true;
};

const stack = { count: 2, height: 3, width: 4, channels: 3, pixels: new Uint8Array(72) };

test("images are as many pixels as they say, of one or three channels", () => {
  assert.deepEqual(imageStack(stack, "images"), stack);
  assert.throws(() => imageStack({ ...stack, count: 3 }, "images"), refused(/images must be as many pixels/));
  assert.throws(
    () => imageStack({ ...stack, channels: 2, pixels: new Uint8Array(48) }, "images"),
    refused(/channels must be 1 or 3/),
  );
  assert.throws(() => imageStack({ ...stack, pixels: [...stack.pixels] }, "images"), refused(/Uint8Array/));
});

test("what is asked for is bounded", () => {
  const path = { step: 5, from: 0, to: 95, count: 97, path: "slerp", classes: true };
  assert.deepEqual(imageParamShapes["latent/imagePath"](path, ""), path);
  const paths = [
    { ...path, count: 1 },
    { ...path, count: 1000 },
    { ...path, to: 96 },
    { ...path, path: "arc" },
    { ...path, classes: 1 },
  ];
  for (const bad of paths)
    assert.throws(() => imageParamShapes["latent/imagePath"](bad, ""), refused(/must be/));
  const map = { step: 5, from: 0, to: 1, third: 2, columns: 64, rows: 64, images: false };
  assert.deepEqual(imageParamShapes["latent/imageMap"](map, ""), map);
  for (const bad of [
    { ...map, columns: 65 },
    { ...map, rows: 0 },
    { ...map, images: 1 },
  ])
    assert.throws(() => imageParamShapes["latent/imageMap"](bad, ""), refused(/must be/));
  const around = { step: 5, probe: 3, noise: 0.1, count: 8 };
  for (const noise of [-1, NaN, Infinity])
    assert.throws(() => imageParamShapes["latent/neighbours"]({ ...around, noise }, ""), refused(/noise/));
});

test("the viewer takes the same parameters with the run's folder, and nothing else", () => {
  const asked = { step: 5, probe: 3, count: 1, run: "/runs/a" };
  assert.deepEqual(viewerParamReaders["data/nearest"]({ ...asked, more: 1 }), asked);
  assert.throws(
    () => viewerParamReaders["data/nearest"]({ ...asked, run: 1 }),
    refused(/run must be a text/),
  );
});

test("answers whose parts do not fit each other are refused", () => {
  const near = { step: 1, probe: 0, images: stack, distances: new Float32Array(2), searched: 9 };
  assert.deepEqual(imageResultShapes["data/nearest"](near, ""), near);
  assert.throws(
    () => imageResultShapes["data/nearest"]({ ...near, distances: new Float32Array(1) }, "nearest"),
    refused(/a distance for each image/),
  );
  const shares = { step: 1, samples: 0, shares: new Float64Array(3), real: new Float64Array(2) };
  assert.throws(() => imageResultShapes["latent/classShares"](shares, "shares"), refused(/a real share/));
});
