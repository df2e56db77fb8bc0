import assert from "node:assert/strict";
import { test } from "node:test";
import { GrowingArray } from "./growing-array.ts";

const make = (size: number) => new Uint32Array(size);

test("what was pushed is there, across every boundary between blocks", () => {
  const array = new GrowingArray(make);
  const count = 3 * 16_384 + 5;
  for (let i = 0; i < count; i++) {
    array.push(i + 7);
    if (i < 1000 || i % 1000 === 0) assert.equal(array.at(i), i + 7);
  }
  assert.equal(array.length, count);
  for (let i = 0; i < count; i++) assert.equal(array.at(i), i + 7);
  assert.ok(Number.isNaN(array.at(count)));
});

test("a copy is any range, in a buffer of its own", () => {
  const array = new GrowingArray(make);
  for (let i = 0; i < 40_000; i++) array.push(i);
  for (const [from, to] of [
    [0, 10],
    [16_380, 16_390],
    [100, 40_000],
    [16_384, 32_768],
    [39_999, 50_000],
    [5, 5],
    [50_000, 60_000],
  ] as const) {
    const copy = array.copy(from, to);
    const end = Math.min(to, 40_000);
    assert.equal(copy.length, Math.max(0, end - from));
    assert.equal(copy.buffer.byteLength, 4 * copy.length);
    copy.forEach((value, i) => {
      assert.equal(value, from + i);
    });
  }
});

test("numbers that were cut away are gone, and others take their place", () => {
  const array = new GrowingArray(make);
  for (let i = 0; i < 20_000; i++) array.push(i);
  array.truncate(16_384);
  assert.ok(Number.isNaN(array.at(16_384)));
  array.truncate(19_000);
  assert.equal(array.length, 16_384);
  array.push(1);
  assert.deepEqual([...array.copy(16_383, 99_999)], [16_383, 1]);
});
