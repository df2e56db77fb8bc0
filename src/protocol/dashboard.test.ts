import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError, type Handlers } from "./calls.ts";
import { Caller, serve } from "./channel.ts";
import { dashboardProtocol, type DashboardCalls } from "./dashboard.ts";
import { readHostPacket, streamLimits } from "./dashboard-packets.ts";
import { dashboardParamReaders as params, limits } from "./dashboard-params.ts";
import { dashboardResultReaders as results } from "./dashboard-results.ts";
import { applyItem, type DashboardItem, type DashboardState } from "./dashboard-state.ts";

const invalid = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CallError);
  assert.equal(error.code, "invalid");
  assert.match(error.message, message);
  return true;
};

const curve = {
  tag: "loss/generator",
  title: "Generator loss",
  description: "",
  unit: "nats",
  better: "none",
  count: 1,
  lastStep: 10,
} as const;

const state: DashboardState = {
  run: {
    folder: "/runs/a",
    id: "a",
    name: "ring-8",
    seed: 1,
    parent: null,
    ancestryTrouble: null,
    tried: null,
    trainer: null,
    createdAt: "2026-11-22T14:30:05.000Z",
    versions: { node: "20" },
    device: "CPU, compiled",
    experiment: { name: "ring-8" },
    domain: "points",
    dataTitle: "Ring of Gaussians",
    objective: "non-saturating, neighbour pairing",
    pairingPartners: 128,
    pairingUnit: "nats",
    latentSize: 2,
    batch: 128,
    evaluation: { samples: 2500, neighbours: 5 },
    record: { scalars: 10, samples: 100, evaluation: 500, checkpoint: 1000 },
  },
  status: {
    state: "training",
    step: 10,
    steps: 8000,
    stepsPerSecond: 158,
    secondsLeft: null,
    message: "",
    failure: null,
    maker: "NVIDIA H200",
    host: "here",
    heartbeatAt: 0,
    lastEvaluation: { step: 0, undefined: { "collapse/effective_rank": "no two outputs differ" } },
  },
  actions: {
    pause: null,
    unpause: "it is not paused",
    checkpoint: null,
    stop: null,
    setKnob: null,
    resume: "it is training",
    repeat: null,
    extend: null,
    branch: null,
    saveAsExperiment: null,
    render: null,
  },
  knobs: [
    {
      key: "pairing.weight",
      title: "Pairing weight",
      symbol: "",
      description: "",
      minimum: 0,
      maximum: null,
      maximumExcluded: false,
      integer: false,
      slider: { from: 1e-4, to: 1, zero: true },
      resting: false,
      value: 0,
      history: [{ step: 0, value: 0, source: "experiment" }],
    },
  ],
  journal: [],
  notes: { name: null, star: false, tags: [], note: "", steps: [], pins: [] },
  checkpoints: [0, 1000],
  samples: [0],
  curves: [curve],
  findings: [],
};

const finding = {
  name: "modesMissing",
  title: "Modes are missing",
  shown: "3 of 8 modes have samples",
  advice: "A larger pairing weight usually brings modes back.",
  knob: "pairing.weight",
  source: "Naeem et al. 2020",
} as const;

const items: readonly DashboardItem[] = [
  { kind: "status", status: { ...state.status, step: 20 }, actions: state.actions },
  { kind: "knobs", knobs: [] },
  {
    kind: "journal",
    entries: [
      {
        at: "",
        step: 5,
        kind: "notice",
        do: null,
        request: null,
        key: null,
        from: null,
        to: null,
        by: null,
        message: "hello",
      },
    ],
  },
  { kind: "notes", notes: { ...state.notes, star: true } },
  { kind: "steps", of: "checkpoints", added: [2000], removed: [1000] },
  { kind: "findings", findings: [finding, { ...finding, knob: null }] },
  { kind: "curve", curve: { ...curve, tag: "loss/pairing" } },
  {
    kind: "points",
    tag: "loss/generator",
    first: 1,
    steps: Float64Array.of(20, 30),
    values: Float32Array.of(1, 2),
  },
];

const snapshot = { kind: "stream", update: { kind: "snapshot", generation: 1, seq: 0, state } };
const append = { kind: "stream", update: { kind: "append", generation: 1, seq: 1, items } };

test("a snapshot and every kind of item come through as they were sent", () => {
  assert.deepEqual(readHostPacket(structuredClone(snapshot)), snapshot);
  assert.deepEqual(readHostPacket(structuredClone(append)), append);
});

test("what the protocol does not name is left behind", () => {
  const more = { ...snapshot, update: { ...snapshot.update, extra: 1, state: { ...state, extra: 1 } } };
  assert.deepEqual(readHostPacket(more), snapshot);
});

/** Every path to a value inside plain objects and lists. */
function* places(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "experiment") continue;
    yield [...path, key];
    yield* places(inner, [...path, key]);
  }
}

function spoilt(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((one: unknown, i) => (String(i) === key ? spoilt(one, rest, by) : one));
  const fields = value as Readonly<Record<string, unknown>>; // a path of `places` leads through objects
  return { ...fields, [key]: spoilt(fields[key], rest, by) };
}

test("a value of another type anywhere in an update is refused by its place", () => {
  let refused = 0;
  for (const packet of [snapshot, append]) {
    for (const place of places(packet.update)) {
      const odd = spoilt(packet, ["update", ...place], Symbol("odd"));
      assert.throws(() => readHostPacket(odd), invalid(/must be/), place.join("."));
      refused++;
    }
  }
  assert.ok(refused > 100);
});

test("what the host sends that is no packet of ours is passed over", () => {
  for (const packet of [null, 1, "stream", {}, { kind: "theme" }]) assert.equal(readHostPacket(packet), null);
  assert.throws(() => readHostPacket({ kind: "stream" }), invalid(/no update/));
});

test("an update larger than agreed is refused", () => {
  const length = streamLimits.points + 1;
  const points = {
    kind: "points",
    tag: "x",
    first: 0,
    steps: new Float64Array(length),
    values: new Float32Array(length),
  };
  const packet = { ...append, update: { ...append.update, items: [points] } };
  assert.throws(() => readHostPacket(packet), invalid(/at most 2048 numbers/));
});

const goodParams: { readonly [M in keyof DashboardCalls]: DashboardCalls[M]["params"] } = {
  "stream/start": null,
  "curves/window": { tags: ["a"], from: 0, to: 10, buckets: 100, scale: "log", smoothing: 0.9 },
  "curves/parent": { tags: ["a"], from: 0, to: 10, buckets: 100, scale: "linear", smoothing: 0 },
  "curves/seeds": { tags: ["a"], to: 10 },
  "curves/at": { tags: ["a"], step: 5, smoothing: 0 },
  "curves/table": { tags: ["a"], from: 0, to: 10, most: 100 },
  "curves/save": { tags: ["a"], from: 0, to: 10 },
  "samples/at": { step: 1 },
  "samples/images": { step: 1 },
  "samples/classes": { step: 1 },
  "samples/save": { step: 1 },
  "data/images": { count: 16 },
  "data/nearest": { step: 1, probe: 3, count: 2 },
  "latent/imagePath": { step: 1, from: 0, to: 5, count: 17, path: "slerp", classes: true },
  "latent/imageMap": { step: 1, from: 0, to: 5, third: 9, columns: 12, rows: 12, images: true },
  "latent/neighbours": { step: 1, probe: 3, noise: 0.1, count: 8 },
  "latent/classShares": { step: 1 },
  "data/real": { count: 100 },
  "discriminator/map": { step: 1, rectangle: { x0: -1, x1: 1, y0: -1, y1: 1 }, columns: 8, rows: 8 },
  "latent/path": { step: 1, from: 0, to: 5, count: 65, path: "slerp" },
  "latent/map": { step: 1, columns: 72, rows: 72, from: 0, to: 5 },
  "latent/outputs": { step: 1, latents: Float32Array.of(1, 2) },
  "knob/set": { key: "pairing.weight", value: 0.02 },
  "run/control": { do: "pause" },
  "run/resume": null,
  "run/repeat": null,
  "run/extend": null,
  "run/tryWeights": { step: null },
  "run/branch": { step: 1, knobs: [{ key: "pairing.weight", value: 0 }] },
  "run/saveAsExperiment": null,
  "notes/star": { star: true },
  "checkpoint/why": { step: 3 },
  "notes/pin": { step: 3, pinned: true },
  "notes/add": { step: 1, text: "flat" },
  "notes/edit": { id: "a", text: "" },
  "host/open": { what: "folder" },
  "host/save": { name: "curves.png", kind: "png", bytes: Uint8Array.of(1) },
  "host/copy": { text: "a,b" },
};

test("well-formed parameters of every call come through, and anything else is refused", () => {
  for (const [method, value] of Object.entries(goodParams)) {
    const read: (value: unknown) => unknown = params[method as keyof DashboardCalls]; // a key of this very table
    assert.deepEqual(read(value), value, method);
    assert.throws(() => read(7), invalid(/must be/), method);
    for (const place of places(value))
      assert.throws(
        () => read(spoilt(value, place, Symbol("odd"))),
        invalid(/must be/),
        `${method} ${place.join(".")}`,
      );
  }
});

test("parameters outside their bounds are refused", () => {
  const bad: readonly [keyof DashboardCalls, object, RegExp][] = [
    ["curves/window", { smoothing: 1 }, /smoothing must be a finite number from 0 to 0.999/],
    ["curves/window", { buckets: limits.buckets + 1 }, /buckets/],
    ["curves/window", { tags: Array.from({ length: 101 }, () => "a") }, /tags must be a list of at most 100/],
    ["discriminator/map", { rectangle: { x0: 1, x1: 1, y0: 0, y1: 1 } }, /x0 < x1/],
    ["discriminator/map", { columns: 257 }, /columns/],
    ["latent/path", { count: 1 }, /count/],
    ["latent/outputs", { latents: new Float32Array() }, /at least one row/],
    ["knob/set", { value: NaN }, /value must be a finite number/],
    ...["../../x.png", "a/b", "a\\b", ".hidden", "", "a:b", "a\u0000"].map(
      name => ["host/save", { name }, /name must be a file's name/] as [keyof DashboardCalls, object, RegExp],
    ),
  ];
  for (const [method, change, message] of bad) {
    const read: (value: unknown) => unknown = params[method];
    assert.throws(() => read({ ...goodParams[method], ...change }), invalid(message), method);
  }
});

test("replies are checked: a call whose reply is malformed fails and says where", async () => {
  const replies: Partial<Record<keyof DashboardCalls, unknown>> = {
    "knob/set": { kind: "applied", step: "five" },
    "samples/at": { step: 1, samples: { rows: 3, dims: 2, data: new Float32Array(5) } },
    "host/copy": null,
  };
  const handlers = Object.fromEntries(
    Object.keys(goodParams).map(method => [
      method,
      () => Promise.resolve(replies[method as keyof DashboardCalls]),
    ]),
  ) as unknown as Handlers<DashboardCalls>;
  const link: { serving: ReturnType<typeof serve<DashboardCalls>> | null } = { serving: null };
  const caller = new Caller<DashboardCalls>(
    dashboardProtocol,
    packet => {
      queueMicrotask(() => link.serving?.receive(packet));
    },
    results,
  );
  link.serving = serve(
    dashboardProtocol,
    packet => {
      queueMicrotask(() => {
        caller.receive(packet);
      });
    },
    params,
    handlers,
  );
  await assert.rejects(
    caller.call("knob/set", goodParams["knob/set"]),
    invalid(/knob\/set.step must be a whole number/),
  );
  await assert.rejects(caller.call("samples/at", { step: 1 }), invalid(/rows of as many numbers/));
  assert.equal(await caller.call("host/copy", { text: "" }), null);
});

test("items change what they name and nothing else", () => {
  const after = items.reduce(applyItem, state);
  assert.equal(after.status.step, 20);
  assert.deepEqual(after.knobs, []);
  assert.equal(after.journal.length, 1);
  assert.equal(after.notes.star, true);
  assert.deepEqual(after.checkpoints, [0, 2000]);
  assert.deepEqual(after.samples, [0]);
  assert.deepEqual(
    after.curves.map(({ tag, count, lastStep }) => [tag, count, lastStep]),
    [
      ["loss/generator", 3, 30],
      ["loss/pairing", 1, 10],
    ],
  );
  assert.equal(after.run, state.run);
  assert.equal(applyItem(state, { kind: "knobs", knobs: [] }).journal, state.journal);
});

test("points that are held already change nothing, and a burst moves the count to its end", () => {
  const points = (first: number) =>
    ({
      kind: "points",
      tag: curve.tag,
      first,
      steps: Float64Array.of(10),
      values: Float32Array.of(9),
    }) as const;
  assert.deepEqual(applyItem(state, points(0)).curves, [curve]);
  assert.equal(applyItem(state, points(500)).curves[0]?.count, 501);
});
