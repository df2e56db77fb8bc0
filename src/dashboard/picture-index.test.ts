import assert from "node:assert/strict";
import { test } from "node:test";
import { PictureIndex } from "./picture-index.ts";

const place = (offset: number) => ({ file: "events", offset, length: 1 });

test("pictures stand by tag and step, those of one step together, of one record or of several", () => {
  const index = new PictureIndex();
  index.add("a", 0, place(0));
  index.add("a", 0, place(1));
  index.add("a", 5, place(2));
  index.add("b", 5, place(3));
  assert.deepEqual(index.tags, ["a", "b"]);
  assert.deepEqual(index.stepsOf("a"), [0, 5]);
  assert.deepEqual(index.at("a", 0), [place(0), place(1)]);
  assert.deepEqual(index.at("a", 3), []);
});

test("steps that go back are in their places; what is left out is counted", () => {
  const index = new PictureIndex();
  for (const step of [0, 5, 10, 5, 2]) index.add("a", step, place(step));
  assert.deepEqual(index.stepsOf("a"), [0, 2, 5, 10]);
  assert.deepEqual(index.at("a", 5), [place(5), place(5)]);
  index.add("a", -1, place(0));
  index.add("x".repeat(400), 1, place(0));
  assert.equal(index.leftOut, 2);
  index.purge(5);
  assert.deepEqual(index.stepsOf("a"), [0, 2]);
  index.purge(0);
  assert.deepEqual(index.tags, []);
});
