import assert from "node:assert/strict";
import { test } from "node:test";
import { shownStates } from "../../src/protocol/dashboard-state.ts";
import { dashboardState } from "../../test/webview/synthetic-state.ts";
import { endWord, followWord, pillOf, rateOf } from "./run-words.ts";

const { status } = dashboardState();

test("every state has a word and a tone of its own kind", () => {
  const words = shownStates.map(state => pillOf({ ...status, state }).word);
  assert.equal(new Set(words).size, words.length);
  for (const state of shownStates) {
    assert.ok(followWord(state).length > 0);
    assert.ok(endWord(state).ink.length > 0);
  }
});

test("a training run says its speed, and what is left where that can be told", () => {
  assert.equal(rateOf(status, 0), "158 steps/s · 50 s left");
  assert.equal(rateOf({ ...status, secondsLeft: null, stepsPerSecond: 2.5 }, 0), "2.5 steps/s");
});

test("a silent trainer says since when", () => {
  assert.equal(rateOf({ ...status, state: "lost" }, status.heartbeatAt + 48_000), "last heard 48 s ago");
});
