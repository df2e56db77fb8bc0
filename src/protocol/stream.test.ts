import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, StreamReceiver, type Update } from "./stream.ts";

const snapshot = (generation: number, state: number[] = []): Update<number[], number> => ({
  kind: "snapshot",
  generation,
  seq: 0,
  state,
});
const append = (generation: number, seq: number, ...items: number[]): Update<number[], number> => ({
  kind: "append",
  generation,
  seq,
  items,
});

test("a cursor judges every update by generation and sequence", () => {
  const held = { generation: 2, seq: 5 };
  assert.equal(judge(held, snapshot(1)), "drop");
  assert.equal(judge(held, snapshot(2)), "apply");
  assert.equal(judge(held, snapshot(3)), "apply");
  assert.equal(judge(held, append(1, 6)), "drop");
  assert.equal(judge(held, append(2, 4)), "drop");
  assert.equal(judge(held, append(2, 5)), "drop");
  assert.equal(judge(held, append(2, 6)), "apply");
  assert.equal(judge(held, append(2, 7)), "resync");
  assert.equal(judge(held, append(3, 1)), "resync");
});

function receiver() {
  let held: number[] = [];
  let asked = 0;
  const stream = new StreamReceiver<number[], number>({
    snapshot: state => (held = [...state]),
    append: items => held.push(...items),
    resync: () => asked++,
  });
  return { stream, held: () => held, asked: () => asked };
}

test("whatever is lost, repeated or late, what is held is a state the sender had, and the last one after a resync", () => {
  // Every way to deliver 4 appends of a snapshot: each lost, once, twice, or before its turn.
  const updates = [append(1, 1, 1), append(1, 2, 2), append(1, 3, 3), append(1, 4, 4)];
  const deliveries: Update<number[], number>[][] = [[]];
  for (const update of updates) {
    for (const delivery of deliveries.splice(0)) {
      deliveries.push(delivery, [...delivery, update], [...delivery, update, update], [update, ...delivery]);
    }
  }
  assert.equal(deliveries.length, 256);
  for (const delivery of deliveries) {
    const { stream, held, asked } = receiver();
    stream.receive(snapshot(1));
    for (const update of delivery) {
      stream.receive(update);
      assert.deepEqual(held(), [1, 2, 3, 4].slice(0, held().length));
    }
    assert.ok(asked() <= 1);
    if (asked() === 0) continue;
    stream.receive(snapshot(2, [1, 2, 3, 4]));
    for (const update of updates) stream.receive(update);
    stream.receive(append(2, 1, 5));
    assert.deepEqual(held(), [1, 2, 3, 4, 5]);
    assert.equal(asked(), 1);
  }
});

test("after a reset a sender that counts from the start again is believed", () => {
  const { stream, held } = receiver();
  stream.receive(snapshot(7, [1]));
  stream.receive(snapshot(1, [2]));
  assert.deepEqual(held(), [1]);
  stream.reset();
  stream.receive(snapshot(1, [2]));
  assert.deepEqual(held(), [2]);
});
