import assert from "node:assert/strict";
import { test } from "node:test";
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
