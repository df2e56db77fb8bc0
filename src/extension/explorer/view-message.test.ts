import assert from "node:assert/strict";
import { test } from "node:test";
import { viewMessage } from "./view-message.ts";

const message = (filter: string, runs: number, hidden: number, ticked = 0) =>
  viewMessage({ filter, runs, hidden, ticked, mostTicked: 4 });

test("the line above the list says which filter holds, how many runs it hides, and how many are ticked", () => {
  assert.equal(message("", 3, 0), "");
  assert.equal(message("", 3, 0, 2), "2 ticked, 4 at most");
  assert.equal(message("seed:1", 3, 2, 1), "Filter: seed:1 (2 hidden) · 1 ticked, 4 at most");
  assert.equal(message("seed:1", 3, 0), "Filter: seed:1 (hides none)");
});

test("where nothing is left to list there is no line: it would hide the welcome page", () => {
  assert.equal(message("seed:9", 3, 3, 1), "");
  assert.equal(message("", 0, 0), "");
});
