import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compareCallKinds,
  curvesCallKinds,
  dashboardCallKinds,
  reportCallKinds,
  trialCallKinds,
  whileTrusted,
  type CallKinds,
} from "./call-kinds.ts";
import { openableThings } from "./dashboard.ts";

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

/** What only looks, by name: whoever adds to it has thought about it. */
const looking =
  /^(stream|compare|trial|report|curves)\/start$|^curves\/(window|parent|at|table)$|^samples\/(at|images|newest)$|^pictures\/at$|^measures\/seeds$|^runs?\/(add|remove|move|open|openParent|compare)$|^sources\/|^sweep\/log$|^host\/copy$/;

test("no call that saves, notes, trains, steers or renders is said to look", () => {
  const all = [dashboardCallKinds, compareCallKinds, trialCallKinds, reportCallKinds, curvesCallKinds];
  for (const [name, kind] of all.flatMap(table => Object.entries(table)))
    if (name !== "host/open") assert.equal(kind === "looks", looking.test(name), name);
  const open = dashboardCallKinds["host/open"];
  assert.ok(typeof open === "function");
  assert.deepEqual(
    openableThings.filter(what => open({ what }) !== "looks"),
    ["tensorboard", "experiment"],
  );
});
