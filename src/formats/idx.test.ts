import assert from "node:assert/strict";
import { test } from "node:test";
import { FormatError } from "./format-error.ts";
import { decodeIdx } from "./idx.ts";

const file = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);

test("an IDX file of bytes, wherever it lies in its buffer", () => {
  const array = { shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) };
  assert.deepEqual(decodeIdx(file), array);
  const longer = new Uint8Array(file.length + 3);
  longer.set(file, 3);
  assert.deepEqual(decodeIdx(longer.subarray(3)), array);
  assert.deepEqual(decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0)), { shape: [0], data: new Uint8Array() });
});

test("cut anywhere, or longer than it says, it is refused", () => {
  for (let length = 0; length < file.length; length++)
    assert.throws(() => decodeIdx(file.subarray(0, length)), FormatError, `${length} bytes`);
  assert.throws(() => decodeIdx(Uint8Array.from([...file, 0])), /\[2, 3\], which are 6 values, and has 7/);
});

test("other types, other files and impossible sizes are refused in words", () => {
  const at = (place: number, ...bytes: number[]) => {
    const copy = Uint8Array.from(file);
    copy.set(bytes, place);
    return () => decodeIdx(copy);
  };
  assert.throws(at(2, 13), /holds 32-bit floats; only unsigned bytes are read/);
  assert.throws(at(2, 7), /there is no type 7/);
  assert.throws(at(0, 0x89, 0x50), /this is no IDX file/);
  assert.throws(at(3, 0), /0 dimensions/);
  assert.throws(at(3, 255), /255 dimensions/);
  assert.throws(at(4, 255, 255, 255, 255, 255, 255, 255, 255), /and has 6/);
  assert.throws(at(4, 128, 0, 0, 0, 0, 0, 0, 0), /which are 0 values/);
});
