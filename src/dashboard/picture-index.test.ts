import assert from "node:assert/strict";
import { test } from "node:test";
import { PictureIndex } from "./picture-index.ts";

const place = (offset: number) => ({ file: "events", offset, length: 1 });

test("pictures stand by tag and step, several of one record together", () => {
  const index = new PictureIndex();
  index.add("a", 0, place(0), 0);
  index.add("a", 0, place(1), 1);
  index.add("a", 5, place(2), 0);
  index.add("b", 5, place(3), 0);
  assert.deepEqual(index.tags, ["a", "b"]);
  assert.deepEqual(index.stepsOf("a"), [0, 5]);
  assert.deepEqual(index.at("a", 0), [place(0), place(1)]);
  assert.deepEqual(index.at("a", 3), []);
});

test("going back makes void what was there from that step on; a picture of the same step takes its place", () => {
  const index = new PictureIndex();
  for (const step of [0, 5, 10]) index.add("a", step, place(step), 0);
  index.add("a", 10, place(11), 0);
  assert.deepEqual(index.at("a", 10), [place(11)]);
  index.add("a", 5, place(6), 0);
  assert.deepEqual(index.stepsOf("a"), [0, 5]);
  index.purge(0);
  assert.deepEqual(index.tags, []);
});
