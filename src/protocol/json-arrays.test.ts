import assert from "node:assert/strict";
import { test } from "node:test";
import { dataUrl, fromJson, toJson } from "./json-arrays.ts";

test("typed arrays come back bit by bit, those of parts of a buffer and empty ones too", () => {
  const value = {
    steps: Float64Array.of(0, 1e15, -0.1),
    values: Float32Array.of(NaN, Infinity, -0, 0.1),
    modes: Uint16Array.of(1, 65_535),
    part: new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
    none: new Float32Array(),
    large: new Uint8Array(70_000).fill(255),
    text: "float32",
    nested: [{ nothing: null }],
  };
  assert.deepEqual(fromJson(toJson(value)), value);
});

test("numbers are little-endian base64 under the name of their kind", () => {
  assert.equal(toJson({ x: Float32Array.of(1) }), '{"x":{"float32":"AACAPw=="}}');
  assert.equal(dataUrl("image/png", new Uint8Array([104, 105])), "data:image/png;base64,aGk=");
});

test("what only looks like an array stays what it is", () => {
  for (const text of ['{"float32":"no base64!"}', '{"float32":1}', '{"float32":"AAA="}', '{"int8":"AA=="}'])
    assert.deepEqual(fromJson(text), JSON.parse(text));
  assert.throws(() => toJson({ x: new BigInt64Array(1) }), TypeError);
});
