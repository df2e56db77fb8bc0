import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { peersMissing, python } from "../../test/peers/python.ts";
import { encodePng } from "./png.ts";
import { decodeEvents, encodeEvent, type TbEvent } from "./tensorboard.ts";
import { encodeRecord, MAX_RECORD } from "./tfrecord.ts";

const png = encodePng({ width: 2, height: 1, channels: 3, data: new Uint8Array([255, 0, 0, 0, 0, 255]) });

const history: TbEvent[] = [
  { kind: "version", wallTime: 1.5, step: 0 },
  {
    kind: "scalars",
    wallTime: 2.25,
    step: 10,
    scalars: { "loss/generator": 0.5, "loss/ä": -1, ["__proto__"]: 0 },
  },
  { kind: "image", wallTime: 3, step: 20, tag: "samples", width: 2, height: 1, png },
  { kind: "restart", wallTime: 4, step: 10 },
  { kind: "scalars", wallTime: 5, step: 2 ** 40, scalars: { "score/real": NaN, "score/fake": -Infinity } },
  { kind: "other", wallTime: 6, step: 3 },
];

const concat = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
/** Pictures as plain bytes, so that views and copies compare as equal. */
const plain = (events: readonly TbEvent[]) =>
  events.map(event => (event.kind === "image" ? { ...event, png: [...event.png] } : event));

test("events that are written are read again", () => {
  const { events, skipped, rest } = decodeEvents(concat(history.map(encodeEvent)));
  assert.deepEqual(plain(events), plain(history));
  assert.equal(skipped, 0);
  assert.equal(rest, 0);
});

test("a file that still grows is read in any parts to the same events", () => {
  const bytes = concat(history.map(encodeEvent));
  const ends = history.map((_, i) => concat(history.slice(0, i + 1).map(encodeEvent)).length);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const first = decodeEvents(bytes.subarray(0, cut));
    assert.equal(first.events.length, ends.filter(end => end <= cut).length, `${cut} bytes`);
    assert.equal(first.skipped, 0);
    const second = decodeEvents(bytes.subarray(cut - first.rest));
    assert.deepEqual(plain([...first.events, ...second.events]), plain(history));
    assert.equal(second.skipped + second.rest, 0);
  }
});

test("every single wrong bit of a record is noticed, and the records beside it are read", () => {
  const [before, event, after] = history.slice(1).map(encodeEvent);
  assert.ok(before && event && after);
  const neighbours = [history[1], history[3]];
  for (let bit = 0; bit < 8 * event.length; bit++) {
    const wrong = event.slice();
    wrong[bit >>> 3] = (wrong[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
    const { events, skipped, rest } = decodeEvents(concat([before, wrong, after]));
    assert.deepEqual(events, neighbours, `bit ${bit}`);
    assert.equal(skipped, 1);
    assert.equal(rest, 0);
  }
});

test("a record cut short by a crash costs nothing but itself when writing goes on behind it", () => {
  const [version, scalars, image] = history.map(encodeEvent);
  assert.ok(version && scalars && image);
  for (let kept = 1; kept < scalars.length; kept++) {
    const { events, skipped, rest } = decodeEvents(concat([version, scalars.subarray(0, kept), image]));
    assert.deepEqual(plain(events), plain([history[0], history[2]] as TbEvent[]), `${kept} bytes kept`);
    assert.equal(skipped, 1);
    assert.equal(rest, 0);
  }
});

test("noise of any kind is passed over without an exception", () => {
  let state = 1;
  const noise = Uint8Array.from({ length: 20_000 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  const record = encodeEvent({ kind: "version", wallTime: 0, step: 0 });
  for (const damage of [noise, new Uint8Array(20_000), new Uint8Array(20_000).fill(255)]) {
    const { events, skipped } = decodeEvents(concat([record, damage, record]));
    assert.equal(events.length, 2);
    assert.equal(skipped, 1);
  }
});

test("a sound record that is no event is counted, and a length beyond the bound is not waited for", () => {
  const noEvent = encodeRecord(new Uint8Array([0x0a, 0xff, 0xff]));
  const good = encodeEvent({ kind: "restart", wallTime: 0, step: 0 });
  assert.deepEqual(decodeEvents(concat([noEvent, good])).skipped, 1);
  assert.equal(decodeEvents(concat([noEvent, good])).events.length, 1);
  const huge = { length: MAX_RECORD + 1 } as Uint8Array;
  assert.throws(() => encodeRecord(huge), RangeError);
});

test("TensorBoard reads what is written, restarts included", { skip: peersMissing("tensorboard") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "events-"));
  try {
    const scalars = (step: number, value: number): TbEvent => ({
      kind: "scalars",
      wallTime: 100 + step,
      step,
      scalars: { "loss/generator": value, "quality/coverage": value / 2 },
    });
    const events: TbEvent[] = [
      { kind: "version", wallTime: 99, step: 0 },
      ...[10, 20, 30, 40].map(step => scalars(step, step)),
      { kind: "image", wallTime: 101, step: 20, tag: "samples", width: 2, height: 1, png },
      { kind: "restart", wallTime: 200, step: 30 },
      ...[30, 40, 50].map(step => scalars(step, -step)),
    ];
    writeFileSync(join(folder, "events.out.tfevents.100.host"), concat(events.map(encodeEvent)));
    const program = `
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
found = EventAccumulator(given, size_guidance={"scalars": 0, "images": 0}).Reload()
tags = found.Tags()
series = {tag: [[e.step, e.value, e.wall_time] for e in found.Scalars(tag)] for tag in tags["scalars"]}
images = [[e.step, e.width, e.height, list(e.encoded_image_string)] for e in found.Images("samples")]
print(json.dumps(dict(series=series, images=images)))`;
    const expected = [
      [10, 10, 110],
      [20, 20, 120],
      [30, -30, 130],
      [40, -40, 140],
      [50, -50, 150],
    ];
    assert.deepEqual(python(program, folder), {
      series: {
        "loss/generator": expected,
        "quality/coverage": expected.map(([step = 0, value = 0, time = 0]) => [step, value / 2, time]),
      },
      images: [[20, 2, 1, [...png]]],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test(
  "files of PyTorch's SummaryWriter are read, old scalars, new tensors and pictures",
  { skip: peersMissing("torch.utils.tensorboard", "tensorboard", "numpy") },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "events-"));
    try {
      const program = `
import numpy as np
from torch.utils.tensorboard import SummaryWriter
with SummaryWriter(given) as writer:
    for step in range(3):
        writer.add_scalar("loss", step / 4, step, walltime=10 + step)
        writer.add_scalar("new", step / 8, step, new_style=True)
        writer.add_scalar("double", step / 3, step, new_style=True, double_precision=True)
    writer.add_histogram("weights", np.arange(10), 1)
    writer.add_image("picture", np.zeros((3, 4, 5), dtype=np.uint8), 2)
print("null")`;
      python(program, folder);
      const [name = ""] = readdirSync(folder);
      const { events, skipped, rest } = decodeEvents(readFileSync(join(folder, name)));
      assert.equal(skipped + rest, 0);
      assert.equal(events[0]?.kind, "version");
      const series = (tag: string) =>
        events.flatMap(event =>
          event.kind === "scalars" && tag in event.scalars ? [[event.step, event.scalars[tag]]] : [],
        );
      assert.deepEqual(
        series("loss"),
        [0, 1, 2].map(step => [step, step / 4]),
      );
      assert.deepEqual(
        series("new"),
        [0, 1, 2].map(step => [step, step / 8]),
      );
      assert.deepEqual(
        series("double"),
        [0, 1, 2].map(step => [step, step / 3]),
      );
      assert.deepEqual(
        events.flatMap(event => (event.kind === "tagged" ? [[event.tag, event.plugin]] : [])),
        [["weights", "histograms"]],
      );
      const images = events.filter(event => event.kind === "image");
      assert.deepEqual(
        images.map(({ tag, width, height, step, png: { length } }) => [
          tag,
          width,
          height,
          step,
          length > 50,
        ]),
        [["picture", 5, 4, 2, true]],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
