import assert from "node:assert/strict";
import { test } from "node:test";
import { HeldTensors } from "./held-tensors.ts";

function tensors(...names: string[]) {
  const given: string[] = [];
  return { all: names.map(name => ({ dispose: () => given.push(name) })), given };
}

test("a tensor is given back once, when its last holder lets it go", () => {
  const { all, given } = tensors("a", "b");
  const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
  const held = new HeldTensors();
  held.hold([a, b]);
  held.hold([a]);
  held.letGo([a, b]);
  assert.deepEqual([given, held.size], [["b"], 1]);
  held.letGo([a]);
  held.letGo([a]);
  assert.deepEqual([given, held.size], [["b", "a"], 0]);
});

test("all are given back at once, whoever holds them", () => {
  const { all, given } = tensors("a", "b");
  const held = new HeldTensors();
  held.hold(all);
  held.hold(all);
  held.clear();
  assert.deepEqual([given, held.size], [["a", "b"], 0]);
});
