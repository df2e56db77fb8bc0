import assert from "node:assert/strict";
import { test } from "node:test";
import type { CurveWindow } from "../../src/protocol/dashboard.ts";
import { CurveView, type CurveWish, type WindowReply } from "./curve-view.ts";

const wish = { tags: ["a"], from: 0, to: null, buckets: 100, scale: "linear", smoothing: 0 } as const;

/** A host whose curve "a" has the points (10 i, i). */
function host() {
  const asked: { query: CurveWish; reply: (generation?: number) => void }[] = [];
  const state = { count: 5, generation: 1 };
  const fetch = (query: CurveWish) =>
    new Promise<WindowReply>(resolve => {
      asked.push({
        query,
        reply: (generation = state.generation) => {
          const { count } = state;
          const window: CurveWindow = {
            tag: "a",
            count,
            steps: Float64Array.from({ length: count }, (_, i) => 10 * i),
            values: Float32Array.from({ length: count }, (_, i) => i),
            exact: true,
            smoothedSteps: new Float64Array(),
            smoothed: new Float32Array(),
            unbroken: count,
          };
          resolve({ generation, windows: [window] });
        },
      });
    });
  return { asked, state, fetch };
}

const points = (first: number, count: number) => ({
  tag: "a",
  first,
  steps: Float64Array.from({ length: count }, (_, i) => 10 * (first + i)),
  values: Float32Array.from({ length: count }, (_, i) => first + i),
});

const settled = () => new Promise(resolve => setImmediate(resolve));

const held = (view: CurveView) => {
  const curve = view.curve("a");
  return curve === null ? null : Array.from({ length: curve.raw.length }, (_, i) => curve.raw.value(i));
};

test("a window is asked for when something is wanted, and points go behind it", async () => {
  const { asked, fetch } = host();
  const view = new CurveView(fetch);
  view.want(wish);
  assert.equal(asked.length, 0, "not before the stream began");
  view.restart(1);
  asked[0]?.reply();
  await settled();
  assert.deepEqual(held(view), [0, 1, 2, 3, 4]);
  view.append(points(5, 2));
  view.append(points(6, 2));
  assert.deepEqual(held(view), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(asked.length, 1);
});

test("every way to cut the points between window and stream gives the same curve", async () => {
  for (let known = 1; known < 12; known++) {
    for (let first = 0; first <= known; first++) {
      const { asked, state, fetch } = host();
      const view = new CurveView(fetch);
      view.want(wish);
      view.restart(1);
      view.append(points(first, 12 - first)); // comes while the window is on its way
      state.count = known;
      asked[0]?.reply();
      await settled();
      assert.deepEqual(
        held(view),
        Array.from({ length: 12 }, (_, i) => i),
      );
    }
  }
});

test("after a gap the window is asked for again", async () => {
  const { asked, state, fetch } = host();
  const view = new CurveView(fetch);
  view.want(wish);
  view.restart(1);
  asked[0]?.reply();
  await settled();
  view.append(points(9, 1));
  assert.equal(asked.length, 2);
  state.count = 10;
  asked[1]?.reply();
  await settled();
  assert.equal(held(view)?.length, 10);
});

test("a long tail is thinned by asking again, and what is held stays bounded", async () => {
  const { asked, state, fetch } = host();
  const view = new CurveView(fetch);
  view.want(wish);
  view.restart(1);
  asked[0]?.reply();
  await settled();
  for (let first = 5; first < 5 + 129; first++) view.append(points(first, 1));
  assert.equal(asked.length, 2);
  state.count = 134;
  asked[1]?.reply();
  await settled();
  assert.equal(view.curve("a")?.appended, 0);
});

test("wishes made while a request is on its way become one request, for the last of them", async () => {
  const { asked, fetch } = host();
  const view = new CurveView(fetch);
  view.want(wish);
  view.restart(1);
  for (let from = 1; from < 9; from++) view.want({ ...wish, from });
  view.want({ ...wish, from: 8 });
  asked[0]?.reply();
  await settled();
  assert.deepEqual(
    asked.map(({ query }) => query.from),
    [0, 8],
  );
});

test("windows counted under an older generation are not held", async () => {
  const { asked, fetch } = host();
  const view = new CurveView(fetch);
  view.want(wish);
  view.restart(1);
  view.restart(2);
  asked[0]?.reply(1);
  await settled();
  assert.equal(held(view), null);
  asked[1]?.reply(2);
  await settled();
  assert.equal(held(view)?.length, 5);
});

test("points beyond the wanted range are counted and not held", async () => {
  const { asked, fetch } = host();
  const view = new CurveView(fetch);
  view.want({ ...wish, to: 60 });
  view.restart(1);
  asked[0]?.reply();
  await settled();
  view.append(points(5, 10));
  assert.deepEqual(held(view), [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(view.curve("a")?.count, 15);
});

test("smoothing goes on where the window's ends", async () => {
  const fetch = (): Promise<WindowReply> =>
    Promise.resolve({
      generation: 1,
      windows: [
        {
          tag: "a",
          count: 1,
          steps: Float64Array.of(0),
          values: Float32Array.of(1),
          exact: true,
          smoothedSteps: Float64Array.of(0),
          smoothed: Float32Array.of(1),
          unbroken: 1,
        },
      ],
    });
  const view = new CurveView(fetch);
  view.want({ ...wish, smoothing: 0.5 });
  view.restart(1);
  await settled();
  view.append({ tag: "a", first: 1, steps: [10], values: [4] });
  assert.equal(view.curve("a")?.smoothed.value(1), (0.25 * 1 + 0.5 * 4) / 0.75);
});

test("an average that goes on after a gap is over what came since, however many points there are", async () => {
  const fetch = (): Promise<WindowReply> =>
    Promise.resolve({
      generation: 1,
      windows: [
        {
          tag: "a",
          count: 500,
          steps: Float64Array.of(4970, 4980, 4990),
          values: Float32Array.of(9, NaN, 1),
          exact: false,
          smoothedSteps: Float64Array.of(4970, 4980, 4990),
          smoothed: Float32Array.of(9, NaN, 1),
          unbroken: 1,
        },
      ],
    });
  const view = new CurveView(fetch);
  view.want({ ...wish, smoothing: 0.5 });
  view.restart(1);
  await settled();
  view.append({ tag: "a", first: 500, steps: [5000, 5010, 5020], values: [4, NaN, 7] });
  const curve = view.curve("a");
  assert.equal(curve?.smoothed.at(5000), (0.25 * 1 + 0.5 * 4) / 0.75);
  assert.deepEqual([curve.smoothed.at(5010), curve.raw.at(5015), curve.smoothed.at(5020)], [NaN, NaN, 7]);
});
