import assert from "node:assert/strict";
import { mock, test, type TestContext } from "node:test";
import { readNumber } from "../../src/plain/typed-number.ts";
import { drafts } from "../host/drafts.ts";
import { NumberDraft, SETTLE_MS } from "./number-draft.ts";

let hasFocus = true;
Object.assign(globalThis, { document: { hasFocus: () => hasFocus } });

/** A number that holds 0.02, and what was committed. */
function drafted(
  t: TestContext,
  ask: (value: number) => string | null = () => null,
  place = drafts.at("nothing"),
) {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => {
    mock.timers.reset();
  });
  const committed: number[] = [];
  const of = {
    value: 0.02,
    format: String,
    read: readNumber,
    ask,
    onCommit: (value: number) => committed.push(value),
  };
  const draft = new NumberDraft(of, place);
  return { draft, committed };
}

test("arrow keys apply once, a moment after the last one", t => {
  const { draft, committed } = drafted(t);
  draft.nudge(0.022);
  mock.timers.tick(SETTLE_MS - 1);
  draft.nudge(0.024);
  mock.timers.tick(SETTLE_MS - 1);
  assert.deepEqual(committed, []);
  assert.equal(draft.shown, 0.024);
  mock.timers.tick(1);
  assert.deepEqual(committed, [0.024]);
  assert.equal(draft.now.value, null);
});

test("what is dropped is never applied, by the moment or by leaving", t => {
  const { draft, committed } = drafted(t);
  draft.nudge(0.03);
  assert.equal(draft.drop(), true);
  mock.timers.tick(10 * SETTLE_MS);
  draft.leave();
  assert.deepEqual(committed, []);
  assert.equal(draft.shown, 0.02);
  assert.equal(draft.drop(), false);
});

test("typing waits for Enter or for leaving; typing over keys stops their moment", t => {
  const { draft, committed } = drafted(t);
  draft.nudge(0.03);
  draft.type("0,05");
  mock.timers.tick(10 * SETTLE_MS);
  assert.deepEqual(committed, []);
  draft.leave();
  assert.deepEqual(committed, [0.05]);
});

test("what holds already, and nothing, are dropped without a word", t => {
  const { draft, committed } = drafted(t);
  for (const text of ["0.02", "0.020", " "]) {
    draft.type(text);
    draft.apply();
    assert.equal(draft.now.value, null);
  }
  assert.deepEqual(committed, []);
});

test("what cannot be read stays with its reason until it is mended", t => {
  const { draft, committed } = drafted(t);
  draft.type("1,234");
  draft.apply();
  const stopped = draft.now.value?.stopped;
  assert.equal(stopped?.is, "unreadable");
  assert.match(stopped.why, /may be/);
  draft.leave();
  assert.equal(draft.now.value?.text, "1,234");
  draft.type("1.234");
  assert.equal(draft.now.value.stopped, null);
  draft.apply();
  assert.deepEqual(committed, [1.234]);
});

test("what is asked about is applied by a second yes alone, never by leaving", t => {
  const { draft, committed } = drafted(t, value => (value > 1 ? `${value} is far off` : null));
  draft.type("5");
  draft.leave();
  draft.leave();
  assert.deepEqual(draft.now.value?.stopped, { is: "asked", why: "5 is far off" });
  assert.deepEqual(committed, []);
  draft.apply();
  assert.deepEqual(committed, [5]);
});

test("leaving the page applies nothing; what was typed is there again when the page is, until it is applied or dropped", t => {
  const place = drafts.at("weight");
  const { draft, committed } = drafted(t, undefined, place);
  draft.type("0,7");
  hasFocus = false;
  draft.leave();
  hasFocus = true;
  assert.deepEqual([committed, draft.shown], [[], 0.7]);
  const again = new NumberDraft(draft.of, drafts.at("weight"));
  assert.deepEqual([again.now.value?.text, again.shown], ["0,7", 0.7]);
  again.leave();
  assert.deepEqual([committed, drafts.at("weight").text], [[0.7], null]);
});
