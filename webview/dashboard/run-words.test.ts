import assert from "node:assert/strict";
import { test } from "node:test";
import { readingText } from "../../src/data/reading.ts";
import { dataNotice } from "../../src/plain/data-notice.ts";
import { shownStates } from "../../src/protocol/dashboard-state.ts";
import { dashboardState } from "../../test/webview/synthetic-state.ts";
import {
  behindWord,
  dataInWords,
  endWord,
  factsOf,
  followWord,
  pillOf,
  rateOf,
  versionWarning,
  waitingWords,
} from "./run-words.ts";

const { run, status } = dashboardState();

test("every state has a word and a tone of its own kind", () => {
  const words = shownStates.map(state => pillOf({ ...status, state }).word);
  assert.equal(new Set(words).size, words.length);
  for (const state of shownStates) {
    assert.ok(followWord(state).length > 0);
    assert.ok(endWord(state).ink.length > 0);
  }
});

test("what is not live any more has a last step instead", () => {
  assert.equal(behindWord("training", 1400), "Go live, 1,400 behind");
  assert.equal(behindWord("done", 140_000), "To the last step, 140,000 behind");
});

test("a training run says its speed, and what is left where that can be told", () => {
  assert.equal(rateOf(status, 0), "158 steps/s · 50 s left");
  assert.equal(rateOf({ ...status, secondsLeft: null, stepsPerSecond: 2.5 }, 0), "2.5 steps/s");
});

test("a silent trainer says since when", () => {
  assert.equal(rateOf({ ...status, state: "lost" }, status.heartbeatAt + 48_000), "last heard 48 s ago");
});

test("a run of another version is said to be one, and what that means while it may go on", () => {
  const older = { ...run, versions: { pairingLab: "0.0.9" } };
  assert.deepEqual(factsOf(older, "AMD EPYC", "1.2.0"), [
    "CPU, compiled",
    "AMD EPYC",
    "non-saturating, neighbour pairing",
    "by Pairing Lab 0.0.9",
  ]);
  assert.match(versionWarning(older, "training", "1.2.0") ?? "", /0\.0\.9 began.*1\.2\.0.*may be missing/);
  assert.match(versionWarning(older, "lost", "1.2.0") ?? "", /Resumed now, it need not end with the same/);
  assert.equal(versionWarning(older, "done", "1.2.0"), null);
  for (const versions of [{ pairingLab: "1.2.0" }, {}]) {
    assert.equal(versionWarning({ ...run, versions }, "training", "1.2.0"), null);
    assert.equal(factsOf({ ...run, versions }, "", "1.2.0").length, 2);
  }
});

test("a picture that is on its way is not said to wait for a checkpoint that is there", () => {
  assert.equal(waitingWords(null, null), "waiting for the first checkpoint");
  assert.equal(waitingWords(null, null, "comes later"), "comes later");
  assert.equal(waitingWords(6000, null), "reading checkpoint 6,000");
  assert.equal(waitingWords(null, "PyTorch", "comes later"), "PyTorch has exported no generator");
});

test("the data are told in words: what was read last, or the name of what is made up", () => {
  assert.equal(dataInWords({ run, journal: [] }), run.dataTitle);
  const notice = (message: string) => ({
    at: "",
    step: 0,
    kind: "notice" as const,
    do: null,
    request: null,
    key: null,
    from: null,
    to: null,
    by: null,
    message,
  });
  const journal = [
    "data: 40 points of 2 dimensions (x, y)",
    "the picture a.png is left out: it is cut",
    dataNotice(
      readingText({ taken: "39 points of 2 dimensions (x, y)", asides: ["2 comment lines passed over"] }),
    ),
  ].map(notice);
  assert.equal(
    dataInWords({ run: { ...run, dataTitle: "CSV file" }, journal }),
    "CSV file: 39 points of 2 dimensions (x, y); 2 comment lines passed over",
  );
});
