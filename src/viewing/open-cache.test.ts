import assert from "node:assert/strict";
import { test } from "node:test";
import type { Model } from "../execution/model.ts";
import { KEPT, OpenCache } from "./open-cache.ts";

/** A cache whose generators remember when they were opened and closed. */
function traced(fails: (folder: string) => boolean = () => false) {
  const events: string[] = [];
  const cache = new OpenCache(({ folder }) => {
    events.push(`open ${folder}`);
    if (fails(folder)) return Promise.reject(new Error(`${folder} is damaged`));
    const close = () => {
      events.push(`close ${folder}`);
      return Promise.resolve();
    };
    const model: Model = { inputs: {}, outputs: [], outputShapes: {}, run: () => Promise.resolve({}), close };
    return Promise.resolve(model);
  });
  const use = (folder: string, work: () => Promise<void> = () => Promise.resolve()) =>
    cache.use({ folder }, work);
  return { use, events };
}

test("a generator is opened once for many uses, also at the same time", async () => {
  const { use, events } = traced();
  await Promise.all([use("a"), use("a")]);
  await use("a");
  assert.deepEqual(events, ["open a"]);
});

test("the one used longest ago is closed when there are too many", async () => {
  const { use, events } = traced();
  for (let i = 0; i < KEPT; i++) await use(String(i));
  await use("0");
  await use("new");
  assert.deepEqual(events.slice(-2), ["open new", "close 1"]);
});

test("one in use is never closed, however many come after it", async () => {
  const { use, events } = traced();
  let finish: () => void = () => undefined;
  const work = new Promise<void>(resolve => (finish = resolve));
  const long = use("long", () => work);
  for (let i = 0; i < 3 * KEPT; i++) await use(String(i));
  assert.ok(!events.includes("close long"));
  finish();
  await long;
  await use("long");
  assert.equal(events.filter(event => event === "open long").length, 1);
});

test("one that could not be opened is tried again", async () => {
  let broken = true;
  const { use, events } = traced(() => broken);
  await assert.rejects(use("a"), /a is damaged/);
  broken = false;
  await use("a");
  assert.deepEqual(events, ["open a", "open a"]);
});

test("work that fails says so and leaves the generator open", async () => {
  const { use, events } = traced();
  await assert.rejects(
    use("a", () => Promise.reject(new Error("cancelled"))),
    /cancelled/,
  );
  await use("a");
  assert.deepEqual(events, ["open a"]);
});
