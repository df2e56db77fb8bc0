import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError } from "./calls.ts";
import { MOST_ROWS, viewerParamReaders as read } from "./viewer-calls.ts";

const at = { run: "/runs/a", step: 100 };
const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CallError);
  assert.equal(error.code, "invalid");
  assert.match(error.message, message);
  return true;
};

test("well-formed parameters come through as they are, without what nobody asked for", () => {
  const probe = { ...at, latents: { kind: "probe", count: 3 } };
  assert.deepEqual(read.render({ ...probe, more: 1 }), probe);
  const random = { run: "/runs/a", step: "last", latents: { kind: "random", seed: 0, count: 3 } };
  assert.deepEqual(read.render(random), random);
  const given = { ...at, latents: { kind: "given", size: 2, data: new Float32Array(6) } };
  assert.deepEqual(read.render(given), given);
  const path = { ...at, from: 0, to: 5, count: 2, path: "slerp" };
  assert.deepEqual(read.interpolate(path), path);
  assert.deepEqual(read.evaluate(at), at);
  assert.deepEqual(read.real({ run: "/runs/a", count: 5 }), { run: "/runs/a", count: 5 });
});

test("malformed parameters are refused by the name of the field", () => {
  const render = (latents: unknown) => () => read.render({ ...at, latents });
  assert.throws(() => read.evaluate(null), refused(/parameters must be an object/));
  assert.throws(() => read.evaluate([]), refused(/parameters must be an object/));
  assert.throws(() => read.evaluate({ step: 1 }), refused(/run must be a text/));
  for (const step of [-1, 1.5, NaN, "first", undefined]) {
    assert.throws(() => read.evaluate({ ...at, step }), refused(/step must be a whole number/));
  }
  assert.throws(render(undefined), refused(/latents must be of a kind among probe, random, given/));
  assert.throws(render({ kind: "odd" }), refused(/latents must be of a kind among probe, random, given/));
  for (const count of [0, MOST_ROWS + 1, Infinity]) {
    assert.throws(render({ kind: "probe", count }), refused(/count must be a whole number from 1/));
  }
  assert.throws(render({ kind: "random", count: 1, seed: -1 }), refused(/seed/));
  assert.throws(render({ kind: "given", size: 2, data: [1, 2] }), refused(/data must be a Float32Array/));
  for (const length of [0, 3]) {
    const data = new Float32Array(length);
    assert.throws(render({ kind: "given", size: 2, data }), refused(/rows of their size/));
  }
  const path = { ...at, from: 0, to: 1, count: 2, path: "slerp" };
  assert.throws(() => read.interpolate({ ...path, count: 1 }), refused(/count/));
  assert.throws(() => read.interpolate({ ...path, from: -1 }), refused(/from/));
  assert.throws(() => read.interpolate({ ...path, path: "arc" }), refused(/path must be one of slerp, lerp/));
});
