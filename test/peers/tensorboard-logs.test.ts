import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openLogFeed } from "../../src/dashboard/log-feed.ts";
import { findLogRuns } from "../../src/foreign/log-folder.ts";
import { summarizeLogRun } from "../../src/foreign/log-summary.ts";
import { EventLogTail, type LogSink } from "../../src/foreign/event-log-tail.ts";
import { decode } from "fast-png";
import { temporaryFolder } from "../support/run-folder.ts";
import { peersMissing, python } from "./python.ts";

/**
 * What TensorBoard's own reader finds in each folder of a log folder, in the form of `import --json`. After a restart
 * it forgets scalars and pictures of the old kind, but no tensors: an oversight that we do not share, so the logs below
 * have no tensors before a restart.
 */
const accumulated = `
import os
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util
runs = {}
for folder, _, files in os.walk(given):
    if not any("tfevents" in name for name in files): continue
    found = EventAccumulator(folder, size_guidance=dict.fromkeys(["scalars", "images", "tensors", "histograms", "audio"], 0)).Reload()
    tags = found.Tags()
    points = {tag: [(e.step, e.value) for e in found.Scalars(tag)] for tag in tags["scalars"]}
    images = {tag: [e.step for e in found.Images(tag)] for tag in tags["images"]}
    others = {tag: ("histograms", [e.step for e in found.Histograms(tag)]) for tag in tags["histograms"]}
    others |= {tag: ("audio", [e.step for e in found.Audio(tag)]) for tag in tags["audio"]}
    for tag in tags["tensors"]:
        plugin = found.summary_metadata[tag].plugin_data.plugin_name if tag in found.summary_metadata else ""
        events = found.Tensors(tag)
        if plugin == "images": images[tag] = [e.step for e in events]
        elif plugin != "scalars": others[tag] = (plugin, [e.step for e in events])
        for e in events if plugin == "scalars" else []:
            try: points.setdefault(tag, []).append((e.step, float(tensor_util.make_ndarray(e.tensor_proto).item())))
            except ValueError: others.setdefault(tag, (plugin, []))[1].append(e.step)
    number = lambda v: v if abs(v) < float("inf") else None
    point = lambda p: dict(step=p[0], value=number(p[1]))
    runs[os.path.relpath(folder, given).replace(os.sep, "/")] = dict(
        scalars={tag: dict(count=len(p), first=point(p[0]), last=point(p[-1]), points=[(s, number(v)) for s, v in p]) for tag, p in points.items() if p},
        images={tag: dict(count=len(s), steps=s) for tag, s in images.items() if s},
        others={tag: dict(plugin=plugin, count=len(s), steps=s) for tag, (plugin, s) in others.items() if s},
        skipped=0)
print(json.dumps(runs))`;

/** Every point as it comes; of a session that starts again only what holds. */
class AllPoints implements LogSink {
  readonly points = new Map<string, (readonly [number, number | null])[]>();

  scalar(tag: string, step: number, value: number): void {
    const points = this.points.get(tag) ?? [];
    this.points.set(tag, [...points, [step, Number.isFinite(value) ? value : null]]);
  }
  restart(step: number): void {
    for (const [tag, points] of this.points)
      this.points.set(
        tag,
        points.filter(([one]) => one < step),
      );
  }
  readonly picture = () => undefined;
  readonly tagged = () => undefined;
  readonly damaged = () => undefined;
  readonly reset = () => undefined;
  readonly progress = () => undefined;
}

async function imported(folder: string) {
  const runs: Record<string, unknown> = {};
  for (const run of await findLogRuns(folder)) {
    const { scalars, images, others, skipped } = await summarizeLogRun(run);
    const all = new AllPoints();
    await new EventLogTail(run.folder, all).look();
    const withPoints = [...scalars].map(
      ([tag, sum]) => [tag, { ...sum, points: all.points.get(tag) }] as const,
    );
    runs[run.name] = {
      scalars: Object.fromEntries(withPoints),
      images: Object.fromEntries(images),
      others: Object.fromEntries(others),
      skipped,
    };
  }
  // NaN and infinity as in JSON.
  return JSON.parse(JSON.stringify(runs)) as Record<string, unknown>;
}

test(
  "logs of PyTorch's SummaryWriter read as TensorBoard reads them: runs, restarts, every kind of summary",
  { skip: peersMissing("torch.utils.tensorboard", "tensorboard", "numpy") },
  async t => {
    const folder = temporaryFolder(t);
    const program = `
import numpy as np
from torch.utils.tensorboard import SummaryWriter
for run in ["", "fold/one", "fold/two"]:
    with SummaryWriter(given + "/" + run, max_queue=3) as writer:
        for step in range(0, 500, 5):
            writer.add_scalar("loss/train", np.exp(-step / 100), step)
            writer.add_scalar("new", step / 8, step, new_style=True)
            writer.add_scalar("double", step / 3, step, new_style=True, double_precision=True)
            writer.add_scalars("both", {"a": step, "b": -step}, step)
        writer.add_histogram("weights", np.arange(10), 1)
        writer.add_text("note", "hello", 1)
        writer.add_pr_curve("pr", np.array([0, 1, 1, 0]), np.array([0.1, 0.9, 0.8, 0.3]), 1)
        writer.add_hparams({"lr": 0.1}, {"metric": 3.0})
        if hasattr(writer, "add_tensor"):
            import torch
            writer.add_tensor("one number, but no scalar", torch.ones(1), 1)
        for step in (0, 250): writer.add_image("picture", np.full((3, 4, 5), step, dtype=np.uint8), step)
for again in (False, True):
    with SummaryWriter(given + "/again", purge_step=250 if again else None) as writer:
        for step in range(250 if again else 0, 300, 5):
            writer.add_scalar("loss/train", -step if again else step, step)
            writer.add_image("picture", np.full((3, 4, 5), step % 100, dtype=np.uint8), step)
print("null")`;
    python(program, folder);
    const ours = await imported(folder);
    assert.ok(Object.keys(ours).length > 6);
    assert.deepEqual(ours, python(accumulated, folder));
  },
);

test(
  "scalars in all encodings of TensorFlow and pictures as string tensors read as TensorBoard reads them",
  { skip: peersMissing("tensorboard", "numpy") },
  async t => {
    const folder = temporaryFolder(t);
    // TensorFlow itself is no peer; its writers put exactly these messages into the same record files.
    const program = `
import struct, zlib, numpy as np
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.tensorflow_stub import dtypes
from tensorboard.summary.writer.event_file_writer import EventFileWriter
def png(value):
    def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\\0" + bytes([value] * 6) for _ in range(2))
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
def of(plugin, **tensor):
    meta = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name=plugin))
    return dict(metadata=meta, tensor=TensorProto(tensor_shape=TensorShapeProto(), **tensor))
f, d, s = (x.as_datatype_enum for x in (dtypes.float32, dtypes.float64, dtypes.string))
writer = EventFileWriter(given)
def add(step, **value): writer.add_event(Event(step=step, wall_time=1.7e9 + step, summary=Summary(value=[Summary.Value(**value)])))
for step in range(40):
    v = np.float32(np.sin(step))
    add(step, tag="simple", simple_value=v)
    add(step, tag="content", **of("scalars", dtype=f, tensor_content=v.tobytes()))
    add(step, tag="content, double", **of("scalars", dtype=d, tensor_content=np.float64(step / 3).tobytes()))
    add(step, tag="float_val", **of("scalars", dtype=f, float_val=[v]))
    add(step, tag="double_val", **of("scalars", dtype=d, double_val=[step / 3]))
    pictures = [png(step), png(step + 100)]
    whole = of("images", dtype=s, string_val=[b"2", b"2"] + pictures)
    # TensorFlow says the plugin every time; other writers with the first value only.
    if step % 2: del whole["metadata"]
    if step % 10 < 2: add(step, tag="pictures", **whole)
    add(step, tag="histogram", **of("histograms", dtype=d, double_val=[1.0]))
    add(step, tag="text", **of("text", dtype=s, string_val=[b"10", b"10", b"no picture"]))
writer.close()
print("null")`;
    python(program, folder);
    assert.deepEqual(await imported(folder), python(accumulated, folder));
    const pixels: number[] = [];
    const sink: LogSink = {
      scalar: () => undefined,
      picture: (tag, step, { file, offset, length }, { width, height, number }) => {
        const { data } = decode(readFileSync(file).subarray(offset, offset + length));
        assert.deepEqual([tag, width, height], ["pictures", 2, 2]);
        assert.equal(data[0], step + 100 * number);
        pixels.push(data.length);
      },
      tagged: () => undefined,
      restart: () => undefined,
      damaged: () => undefined,
      reset: () => undefined,
      progress: () => undefined,
    };
    await new EventLogTail(join(folder), sink).look();
    assert.deepEqual(
      pixels,
      Array.from({ length: 16 }, () => 12),
    );
  },
);

/**
 * Logs at random: several writers in a folder, steps that are missing, repeated, go back or are negative, the same tag
 * twice in a record, every numeric type of a tensor as bytes and as a value, odd names, everything that is no number.
 */
const randomLogs = `
import os, random
import numpy as np
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.tensorflow_stub import dtypes
from tensorboard.summary.writer.record_writer import RecordWriter
random = random.Random(given["seed"])
kinds = [("float32", "float_val"), ("float64", "double_val"), ("float16", "half_val"),
    ("int8", "int_val"), ("int16", "int_val"), ("int32", "int_val"), ("int64", "int64_val"),
    ("uint8", "int_val"), ("uint16", "int_val"), ("bool", "bool_val")]
names = ["loss", "Loss", "", "a b/c d", "two\\nlines", "__proto__", "constructor", "\\u001b[31mred", "損失", "100%", "x" * 200]
def tensor(name, field, value, as_bytes, shape):
    array = np.array(value).astype(name)
    made = TensorProto(dtype=getattr(dtypes, name).as_datatype_enum, tensor_shape=TensorShapeProto(dim=[TensorShapeProto.Dim(size=s) for s in shape]))
    count = int(np.prod(shape, dtype=int))
    if as_bytes: made.tensor_content = np.repeat(array, count).tobytes()
    else: getattr(made, field).append(int(array.view(np.uint16)) if field == "half_val" else array.item())
    return made
def value(step, restarts, plugins):
    kind = random.choice(["simple"] * 4 + ["image", "histogram", "audio"] + ([] if restarts else ["tensor"] * 4 + ["pictures", "text", "hparams"]))
    tag = kind + "/" + random.choice(names)
    number = random.choice([0.0, 1.5, -2.25, 1e-3, 7.0, float("nan"), float("inf")])
    if kind == "simple": return dict(tag=tag, simple_value=number)
    if kind == "image": return dict(tag=tag, image=Summary.Image(width=1, height=1, encoded_image_string=b"png"))
    if kind == "histogram": return dict(tag=tag, histo=dict(num=1, bucket=[1], bucket_limit=[2]))
    if kind == "audio": return dict(tag=tag, audio=Summary.Audio(sample_rate=1))
    if kind == "tensor":
        plugin = "scalars"
        name, field = random.choice(kinds)
        whole = 1.0 if name == "bool" else 3.0 if name[0] in "iu" else number
        made = tensor(name, field, whole, random.random() < 0.5, random.choice([[], [1], [1, 1], [2]]))
        tag += name
    elif kind == "hparams": plugin, made = "hparams", TensorProto(dtype=1, tensor_shape=TensorShapeProto(), float_val=[1])
    else:
        plugin = "images" if kind == "pictures" else "text"
        made = TensorProto(dtype=7, tensor_shape=TensorShapeProto(dim=[TensorShapeProto.Dim(size=3)]), string_val=[b"1", b"1", b"png"])
    found = dict(tag=tag, tensor=made)
    # TensorFlow says the plugin every time, others with the first value only.
    if tag not in plugins or random.random() < 0.3: found["metadata"] = SummaryMetadata(plugin_data=dict(plugin_name=plugin if tag not in plugins else "later"))
    plugins.add(tag)
    return found
for run in range(given["runs"]):
    folder = os.path.join(given["folder"], "run \\u001b[1m%d" % run); os.makedirs(folder)
    restarts = random.random() < 0.4
    order = random.choice(["missing", "epochs", "back", "negative", "usual"])
    plugins = set()
    writers = [open(os.path.join(folder, "events.out.tfevents.17000000%02d.host" % i), "wb") for i in range(random.randint(1, 3))]
    for file in writers:
        records = RecordWriter(file)
        def write(**event): records.write(Event(wall_time=1.7e9, **event).SerializeToString())
        write(file_version="brain.Event:2")
        for i in range(random.randint(0, 60)):
            step = dict(missing=0, epochs=i // 20, back=random.randint(0, 30), negative=i - 20, usual=i)[order]
            if restarts and random.random() < 0.05: write(step=step, session_log=SessionLog(status=SessionLog.START))
            write(step=step, summary=Summary(value=[Summary.Value(**value(step, restarts, plugins)) for _ in range(random.randint(0, 4))]))
        file.close()
print("null")`;

const trials = Number(process.env["PAIRING_LAB_TRIALS"] ?? 40);
const seed = Number(process.env["PAIRING_LAB_SEED"] ?? 17);

test(
  "random logs read as TensorBoard reads them, and the page of curves has every point of them in its place",
  { skip: peersMissing("tensorboard", "numpy") },
  async t => {
    const folder = temporaryFolder(t);
    python(randomLogs, { folder, seed, runs: trials });
    const theirs = python(accumulated, folder) as Record<
      string,
      {
        readonly scalars: Record<string, { readonly points: readonly (readonly [number, number | null])[] }>;
        readonly images: Record<string, { readonly steps: readonly number[] }>;
      }
    >;
    const ours = await imported(folder);
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
    for (const [name, found] of Object.entries(ours)) assert.deepEqual(found, theirs[name], name);
    for (const run of await findLogRuns(folder)) {
      const { scalars = {}, images = {} } = theirs[run.name] ?? {};
      const { model, subscribe, close } = openLogFeed(run.folder, { watch: false });
      await new Promise<void>(resolve => {
        const end = subscribe(() => {
          if (!model.isSettled) return;
          end();
          resolve();
        });
      });
      let [early, notFinite] = [0, 0];
      for (const [tag, { points }] of Object.entries(scalars)) {
        early += points.filter(([step]) => step < 0).length;
        notFinite += points.filter(([step, value]) => step >= 0 && value === null).length;
        const shown = points
          .filter((point): point is readonly [number, number] => point[0] >= 0 && point[1] !== null)
          .sort(([a], [b]) => a - b);
        const series = model.curves.get(tag);
        const held = Array.from({ length: series?.length ?? 0 }, (_, i) => [
          series?.step(i),
          series?.value(i),
        ]);
        assert.deepEqual(
          // What is no number is a gap.
          held.filter(([, value]) => !Number.isNaN(value)),
          shown.map(([step, value]) => [step, Math.fround(value)]),
          `${run.name}: ${tag}`,
        );
      }
      for (const [tag, { steps }] of Object.entries(images))
        assert.deepEqual(
          model.pictures.stepsOf(tag),
          [...new Set(steps.filter(step => step >= 0))].sort((a, b) => a - b),
        );
      const { leftOut } = model.curves;
      // What a restart made void was counted when it came.
      assert.ok(leftOut.early >= early && leftOut.values >= notFinite, run.name);
      await close();
    }
  },
);
