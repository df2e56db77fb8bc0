import assert from "node:assert/strict";
import { test } from "node:test";
import { EarlyPackets } from "./early-packets.ts";

const hello = { kind: "hello", protocol: "pairing-lab dashboard", version: 1 };
const call = (id: number) => ({ kind: "call", id, method: "stream/start", params: null });

test("what was said early is handed on once, in its order", () => {
  const early = new EarlyPackets();
  for (const packet of [hello, call(1), call(2)]) early.hold(packet);
  assert.deepEqual(early.release(), [hello, call(1), call(2)]);
  assert.deepEqual(early.release(), []);
});

test("a page that greets again is a new one: what the one before asked is not held", () => {
  const early = new EarlyPackets();
  for (const packet of [hello, call(1), hello, call(1)]) early.hold(packet);
  assert.deepEqual(early.release(), [hello, call(1)]);
});

test("a page that goes on talking is held for so long only, and nonsense harms nothing", () => {
  const early = new EarlyPackets();
  early.hold(undefined);
  for (let id = 0; id < 100; id++) early.hold(call(id));
  const released = early.release();
  assert.equal(released.length, 16);
  assert.deepEqual(released[1], call(0));
});
