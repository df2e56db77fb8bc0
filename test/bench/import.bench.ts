// Indexing of a foreign event file of 200 MB: time and memory of a process of its own, against TensorBoard's.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summarizeLogRun } from "../../src/foreign/log-summary.ts";
import { encodeEvent } from "../../src/formats/tensorboard.ts";
import { interpreter, peersMissing } from "../peers/python.ts";
import { version } from "../support/event-file.ts";
import { interleave, table, type Contender } from "./interleave.ts";

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

interface Indexed {
  /** On the processor: reading waits for nothing else, and other programs do not count. */
  readonly ms: number;
  /** The largest memory that the process ever had, in bytes; and before it began. */
  readonly peak: number;
  readonly before: number;
  readonly count: number;
}

const peakNow = () => 1024 * process.resourceUsage().maxRSS;

async function indexAlone(folder: string): Promise<void> {
  const before = peakNow();
  const start = process.cpuUsage();
  const { scalars, images } = await summarizeLogRun({ name: ".", folder });
  const { user, system } = process.cpuUsage(start);
  const count = [...scalars.values(), ...images.values()].reduce((sum, tag) => sum + tag.count, 0);
  console.log(
    JSON.stringify({ ms: (user + system) / 1000, peak: peakNow(), before, count } satisfies Indexed),
  );
}

/** `reading`: what is done with the folder, which gives how much was found. */
const pythonProgram = (reading: string) => `
import json, os, resource, sys, time
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader
peak = lambda: 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
folder, before, start = sys.argv[1], peak(), time.process_time()
${reading}
print(json.dumps(dict(ms=1000 * (time.process_time() - start), peak=peak(), before=before, count=count)))`;

const programs = {
  "TensorBoard's accumulator, as TensorBoard uses it (10,000 points a tag, 4 pictures)": `
found = EventAccumulator(folder).Reload()
count = sum(len(found.Scalars(tag)) for tag in found.Tags()["scalars"])`,
  "TensorBoard's loader alone, nothing kept": `
count = sum(1 for name in os.listdir(folder) for event in LegacyEventFileLoader(os.path.join(folder, name)).Load())`,
} as const;

const home = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
const ours = "ours, every step and value kept";
const last = new Map<string, Indexed>();

function contender(name: string, program: string, args: readonly string[]) {
  return () => {
    const { stdout, status, stderr } = spawnSync(program, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const found = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Indexed;
    last.set(name, found);
    return Promise.resolve(found.ms);
  };
}

if (process.argv[2] === "index") await indexAlone(process.argv[3] ?? "");
else
  try {
    const size = write(join(home, "events.out.tfevents.1700000000.bench.1.0"));
    console.log(`An event file of ${(size / 1e6).toFixed(0)} MB:`);
    const missing = peersMissing("tensorboard");
    const peers = missing === false ? Object.entries(programs) : [];
    if (missing !== false) console.log(missing);
    const contenders: Record<string, Contender> = {
      [ours]: contender(ours, process.execPath, [process.argv[1] ?? "", "index", home]),
    };
    for (const [name, reading] of peers)
      contenders[name] = contender(name, interpreter, ["-c", pythonProgram(reading), home]);
    const medians = await interleave(contenders, ROUNDS);
    const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
    console.log(
      table(
        ["", "processor s", "ratio to ours", "peak MB", "of it for the index", "values"],
        Object.entries(medians).map(([name, ms]) => {
          const { peak, before, count } = last.get(name) ?? { peak: NaN, before: NaN, count: NaN };
          const ratio = ms / (medians[ours] ?? NaN);
          return [name, (ms / 1000).toFixed(1), ratio.toFixed(1), mb(peak), mb(peak - before), String(count)];
        }),
      ),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
