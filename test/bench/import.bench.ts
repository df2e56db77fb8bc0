// Indexing of a foreign event file of 200 MB: time and memory of a process of its own, against TensorBoard's.
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summarizeLogRun } from "../../src/foreign/log-summary.ts";
import { encodeEvent } from "../../src/formats/tensorboard.ts";
import { peersMissing } from "../peers/python.ts";
import { version } from "../support/event-file.ts";
import { interleave, table, type Contender } from "./interleave.ts";
import { FolderReaders, printFigures } from "./own-process.ts";

const BYTES = 200e6;
const ROUNDS = 2;
const TAGS = ["loss/generator", "loss/discriminator", "score/real", "learning_rate"];
/** A picture of 30 kB every so many steps: about three fifths of the file are pictures. */
const PICTURE_EVERY = 100;
const png = Uint8Array.from({ length: 30_000 }, (_, i) => (i * 2654435761) >>> 24);

/** As a training writes it: four scalars a step, now and then a picture. Gives the bytes. */
function write(file: string): number {
  const out = openSync(file, "w");
  writeSync(out, encodeEvent(version));
  for (let step = 0, size = 0; size < BYTES; step++) {
    const at = { wallTime: 1.7e9 + step / 10, step };
    const parts = TAGS.map(tag =>
      encodeEvent({ ...at, kind: "scalars", scalars: { [tag]: Math.sin(step / 1000) } }),
    );
    if (step % PICTURE_EVERY === 0)
      parts.push(encodeEvent({ ...at, kind: "image", tag: "samples", width: 96, height: 96, png }));
    const bytes = Buffer.concat(parts);
    writeSync(out, bytes);
    size += bytes.length;
  }
  closeSync(out);
  return statSync(file).size;
}

/** How many values a summary of the log has. */
async function indexed(folder: string): Promise<number> {
  const { scalars, images } = await summarizeLogRun({ name: ".", folder });
  return [...scalars.values(), ...images.values()].reduce((sum, tag) => sum + tag.count, 0);
}

const loaders = `
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader`;

const programs = {
  "TensorBoard's accumulator, as TensorBoard uses it (10,000 points a tag, 4 pictures)": `
found = EventAccumulator(folder).Reload()
count = sum(len(found.Scalars(tag)) for tag in found.Tags()["scalars"])`,
  "TensorBoard's loader alone, nothing kept": `
count = sum(1 for name in os.listdir(folder) for event in LegacyEventFileLoader(os.path.join(folder, name)).Load())`,
} as const;

const home = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
const ours = "ours, every step and value kept";

if (process.argv[2] === "index") await printFigures(() => indexed(process.argv[3] ?? ""));
else
  try {
    const size = write(join(home, "events.out.tfevents.1700000000.bench.1.0"));
    console.log(`An event file of ${(size / 1e6).toFixed(0)} MB:`);
    const missing = peersMissing("tensorboard");
    const peers = missing === false ? Object.entries(programs) : [];
    if (missing !== false) console.log(missing);
    const readers = new FolderReaders(home);
    const contenders: Record<string, Contender> = { [ours]: readers.ours(ours) };
    for (const [name, reading] of peers) contenders[name] = readers.python(name, loaders, reading);
    const medians = await interleave(contenders, ROUNDS);
    const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
    console.log(
      table(
        ["", "processor s", "ratio to ours", "peak MB", "of it for the index", "values"],
        Object.entries(medians).map(([name, ms]) => {
          const { peak, before, count } = readers.figures(name);
          const ratio = ms / (medians[ours] ?? NaN);
          return [name, (ms / 1000).toFixed(1), ratio.toFixed(1), mb(peak), mb(peak - before), String(count)];
        }),
      ),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
