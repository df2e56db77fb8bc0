import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
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
    found = EventAccumulator(folder, size_guidance={"scalars": 0, "images": 0, "tensors": 0}).Reload()
    tags = found.Tags()
    points = {tag: [(e.step, e.value) for e in found.Scalars(tag)] for tag in tags["scalars"]}
    images = {tag: [e.step for e in found.Images(tag)] for tag in tags["images"]}
    for tag in tags["tensors"]:
        plugin = found.SummaryMetadata(tag).plugin_data.plugin_name
        events = found.Tensors(tag)
        if plugin == "scalars":
            points[tag] = [(e.step, float(tensor_util.make_ndarray(e.tensor_proto).item())) for e in events]
        if plugin == "images": images[tag] = [e.step for e in events]
    point = lambda p: dict(step=p[0], value=p[1])
    runs[os.path.relpath(folder, given).replace(os.sep, "/")] = dict(
        scalars={tag: dict(count=len(p), first=point(p[0]), last=point(p[-1])) for tag, p in points.items()},
        images={tag: dict(count=len(s), steps=s) for tag, s in images.items()},
        skipped=0)
print(json.dumps(runs))`;

async function imported(folder: string) {
  const runs: Record<string, unknown> = {};
  for (const run of await findLogRuns(folder)) {
    const { scalars, images, skipped } = await summarizeLogRun(run);
    runs[run.name] = { scalars: Object.fromEntries(scalars), images: Object.fromEntries(images), skipped };
  }
  return runs;
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
