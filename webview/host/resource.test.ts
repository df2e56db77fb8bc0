import assert from "node:assert/strict";
import { test } from "node:test";
import { Resource } from "./resource.ts";

const settled = () => new Promise(resolve => setImmediate(resolve));

function counted(kept = 4) {
  const asked: { key: number; signal: AbortSignal; reply: () => void; fail: (why: string) => void }[] = [];
  const resource = new Resource<number, string>(
    kept,
    (key, signal) =>
      new Promise((resolve, reject) => {
        asked.push({
          key,
          signal,
          reply: () => {
            resolve(`value ${key}`);
          },
          fail: why => {
            reject(new Error(why));
          },
        });
      }),
  );
  return { asked, resource };
}

test("while one is on its way only the newest key waits, and what comes is shown", async () => {
  const { asked, resource } = counted();
  for (let key = 0; key < 9; key++) resource.want(key);
  assert.equal(asked.length, 1);
  asked[0]?.reply();
  await settled();
  assert.equal(resource.value.value, "value 0");
  assert.deepEqual(
    asked.map(({ key }) => key),
    [0, 8],
  );
  asked[1]?.reply();
  await settled();
  assert.equal(resource.value.value, "value 8");
  assert.equal(resource.loading.value, false);
});

test("a key that was fetched is not fetched again, until it is forgotten or pushed out", async () => {
  const { asked, resource } = counted(2);
  for (const key of [1, 2, 1]) {
    resource.want(key);
    asked.at(-1)?.reply();
    await settled();
  }
  assert.equal(resource.value.value, "value 1");
  assert.equal(asked.length, 2);
  for (const key of [3, 4, 1]) {
    resource.want(key);
    asked.at(-1)?.reply();
    await settled();
  }
  assert.equal(asked.length, 5);
  resource.forget();
  assert.equal(asked.length, 6);
});

test("a failure is said, keeps the last value, and is over with the next success", async () => {
  const { asked, resource } = counted();
  resource.want(1);
  asked[0]?.reply();
  await settled();
  resource.want(2);
  asked[1]?.fail("no checkpoint");
  await settled();
  assert.equal(resource.problem.value, "no checkpoint");
  assert.equal(resource.value.value, "value 1");
  resource.want(1);
  assert.equal(resource.problem.value, null);
});

test("wanting nothing shows nothing, also when an answer comes late", async () => {
  const { asked, resource } = counted();
  resource.want(1);
  resource.want(null);
  asked[0]?.reply();
  await settled();
  assert.equal(resource.value.value, null);
});

test("what may be wanted next is fetched while nothing else is, gives way to what is wanted, and is shown only then", async () => {
  const { asked, resource } = counted();
  resource.want(1);
  resource.ahead([2, 3, 1]);
  assert.deepEqual(
    asked.map(({ key }) => key),
    [1],
  );
  asked[0]?.reply();
  await settled();
  assert.equal(asked[1]?.key, 2);
  assert.equal(resource.loading.value, false);
  resource.want(9);
  asked[1].reply();
  await settled();
  assert.equal(resource.value.value, "value 1");
  assert.equal(asked[2]?.key, 9);
  asked[2].reply();
  await settled();
  assert.equal(resource.value.value, "value 9");
  // A failure of what nobody waits for is not said, and it is not asked for over and over.
  assert.equal(asked[3]?.key, 3);
  asked[3].fail("gone");
  await settled();
  assert.deepEqual([resource.problem.value, asked.length], [null, 4]);
  resource.want(2);
  assert.equal(resource.value.value, "value 2");
  assert.equal(asked.length, 4);
});

test("what was fetched ahead of time is shown as it comes once it is wanted meanwhile", async () => {
  const { asked, resource } = counted();
  resource.ahead([5]);
  resource.want(5);
  asked[0]?.reply();
  await settled();
  assert.deepEqual([resource.value.value, asked.length], ["value 5", 1]);
});

test("of two requests in a row for which a newer key does not wait, the second runs to its end", async t => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const { asked, resource } = counted();
  const cancelled = () => asked.map(({ signal }) => signal.aborted);
  resource.want(1);
  now = 1000;
  resource.want(2);
  assert.deepEqual(cancelled(), [true]);
  asked[0]?.fail("cancelled");
  await settled();
  now = 2000;
  resource.want(3);
  assert.deepEqual(cancelled(), [true, false]);
  asked[1]?.reply();
  await settled();
  assert.equal(resource.value.value, "value 2");
  now = 3000;
  resource.want(4);
  assert.deepEqual(cancelled(), [true, false, true]);
});
