import assert from "node:assert/strict";
import { test } from "node:test";
import { tensorNumber } from "./tensor-number.ts";

// Of the others TensorBoard's own reader tells (test/peers); it has no bfloat16, and 32 and 64 bits without a sign not as values.
test("numbers of kinds that TensorBoard's reader for Python lacks, as values and as bytes", () => {
  assert.equal(tensorNumber({ dtype: 14, halfValues: [0x3fc0] }), 1.5);
  assert.equal(tensorNumber({ dtype: 14, content: Uint8Array.of(0x20, 0xc0) }), -2.5);
  assert.equal(tensorNumber({ dtype: 22, uint32Values: [4_000_000_000] }), 4_000_000_000);
  assert.equal(tensorNumber({ dtype: 23, content: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0) }), 2 ** 32);
});

test("a tensor of another size, of text, of no type or cut short has no number", () => {
  for (const tensor of [
    { dtype: 1, floatValues: [1], shape: { dim: [{ size: 2 }] } },
    { dtype: 1, floatValues: [1], shape: { dim: [{}] } },
    { dtype: 1, floatValues: [1, 2] },
    { dtype: 1, content: Uint8Array.of(1, 2, 3) },
    { dtype: 7, stringValues: [Uint8Array.of(49)] },
    { floatValues: [1] },
    { dtype: 1 },
  ])
    assert.equal(tensorNumber(tensor), undefined);
});
