import assert from "node:assert/strict";
import { test } from "node:test";
import { drafts } from "./drafts.ts";
import { openPort } from "./port.ts";

/** A page as VS Code makes it, with what it kept before. */
function pageWith(address: string | undefined, before: unknown) {
  let kept = before;
  Object.assign(globalThis, {
    document: { body: { dataset: address === undefined ? {} : { address } } },
    acquireVsCodeApi: () => ({
      postMessage: () => undefined,
      getState: () => kept,
      setState: (state: unknown) => {
        kept = state;
      },
    }),
  });
  return () => kept;
}

test("a page keeps what it is about before it knows anything, and never instead of what it kept before", () => {
  const address = JSON.stringify({ folder: "/runs/a" });
  const fresh = pageWith(address, undefined);
  openPort();
  assert.deepEqual(fresh(), { folder: "/runs/a" });
  const restored = pageWith(address, { folder: "/runs/a", ui: { smoothing: 3 } });
  openPort();
  assert.deepEqual(restored(), { folder: "/runs/a", ui: { smoothing: 3 } });
  const bare = pageWith(undefined, undefined);
  openPort();
  assert.equal(bare(), undefined);
});

test("drafts are kept beside what the page keeps, with every key, and are there again when it loads", () => {
  const kept = pageWith(undefined, { folder: "/runs/a", drafts: { note: "half a sen", odd: 3 } });
  const port = openPort<object>();
  assert.deepEqual([drafts.at("note").text, drafts.at("odd").text], ["half a sen", null]);
  drafts.at("knob w").keep("0.7");
  port.save({ folder: "/runs/a", ui: 1 });
  assert.deepEqual(kept(), { folder: "/runs/a", ui: 1, drafts: { note: "half a sen", "knob w": "0.7" } });
  drafts.at("note").keep(null);
  drafts.at("knob w").keep(null);
  assert.deepEqual(kept(), { folder: "/runs/a", ui: 1 });
  for (let i = 0; i < 200; i++) drafts.at(`place ${i}`).keep("x");
  assert.equal(Object.keys(drafts.all).length, 100);
  assert.equal(drafts.at("place 199").text, "x");
});
