import assert from "node:assert/strict";
import { test } from "node:test";
import { whileTrusted, type CallKinds } from "./call-kinds.ts";

interface TestCalls {
  readonly look: { readonly params: null; readonly result: string };
  readonly write: { readonly params: null; readonly result: string };
  readonly open: { readonly params: { readonly what: string }; readonly result: string };
}

const kinds: CallKinds<TestCalls> = {
  look: "looks",
  write: "writes",
  open: ({ what }) => (what === "terminal" ? "starts" : "looks"),
};

test("while the workspace is not trusted, calls that do more than look never reach their handlers", async () => {
  const reached: string[] = [];
  const reach = (name: string) => () => {
    reached.push(name);
    return Promise.resolve(name);
  };
  let isTrusted = false;
  const handlers = { look: reach("look"), write: reach("write"), open: reach("open") };
  const { look, write, open } = whileTrusted<TestCalls>(kinds, handlers, () => isTrusted);
  const { signal } = new AbortController();
  assert.equal(await look(null, signal), "look");
  assert.equal(await open({ what: "log" }, signal), "open");
  await assert.rejects(write(null, signal), { code: "untrusted", message: /nothing is written/ });
  await assert.rejects(open({ what: "terminal" }, signal), { code: "untrusted" });
  assert.deepEqual(reached, ["look", "open"]);
  isTrusted = true;
  assert.equal(await write(null, signal), "write");
  assert.equal(await open({ what: "terminal" }, signal), "open");
});
