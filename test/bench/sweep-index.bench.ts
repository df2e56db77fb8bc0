// A sweep of 1,000 runs, listed and reported: time on the processor and memory of a process of its own, against
// TensorBoard's own loader over the same folder.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measures } from "../../src/experiment/catalog.ts";
import { RunIndex } from "../../src/runs/run-index.ts";
import { json } from "../../src/runs/create-run.ts";
import { makeReport } from "../../src/sweeps/report/report.ts";
import { reportSource } from "../../src/sweeps/report/read-report.ts";
import { peersMissing } from "../peers/python.ts";
import { bytesOf, scalar, version } from "../support/event-file.ts";
import { interleave, table, type Contender } from "./interleave.ts";
import { makeRuns } from "./many-runs.ts";
import { FolderReaders, printFigures } from "./own-process.ts";

const WEIGHTS = 100;
const SEEDS = 10;
const EVALUATIONS = 80;
const ROUNDS = 3;
const ours = "ours: the list and the report";
const theirs = "TensorBoard's multiplexer";

/** Runs as a sweep over a weight and seeds leaves them, each with the events of its evaluations. */
async function makeSweep(folder: string): Promise<void> {
  await makeRuns(folder, WEIGHTS * SEEDS);
  const events = bytesOf([
    version,
    ...Array.from({ length: EVALUATIONS }, (_, i) =>
      scalar(100 * i, Object.fromEntries(Object.keys(measures).map((tag, k) => [tag, Math.sin(i + k)]))),
    ),
  ]);
  readdirSync(folder).forEach((name, i) => {
    const path = join(folder, name, "run.json");
    const info = JSON.parse(readFileSync(path, "utf8")) as object;
    const place = {
      name: "weights",
      point: { "pairing.weight": (i % WEIGHTS) / WEIGHTS },
      seed: Math.floor(i / WEIGHTS),
    };
    writeFileSync(path, json({ ...info, seed: place.seed, sweep: place }));
    writeFileSync(join(folder, name, "events.out.tfevents.1700000000.host.1.0"), events);
  });
}

/** How many runs a report of the folder has. */
async function indexed(folder: string): Promise<number> {
  const index = new RunIndex([folder], { watch: false });
  await index.settled();
  const report = makeReport(reportSource(folder, index.listings));
  index.dispose();
  return report.arms.reduce((sum, arm) => sum + arm.runs.length, 0);
}

const multiplexer = "from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer";
const reading = `
runs = EventMultiplexer()
runs.AddRunsFromDirectory(folder)
runs.Reload()
count = len(runs.Runs())`;

if (process.argv[2] === "index") await printFigures(() => indexed(process.argv[3] ?? ""));
else {
  const home = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
  try {
    await makeSweep(home);
    const missing = peersMissing("tensorboard");
    if (missing !== false) console.log(missing);
    const readers = new FolderReaders(home);
    const contenders: Record<string, Contender> = { [ours]: readers.ours(ours) };
    if (missing === false) contenders[theirs] = readers.python(theirs, multiplexer, reading);
    const medians = await interleave(contenders, ROUNDS);
    console.log(
      `A sweep of ${WEIGHTS} weights x ${SEEDS} seeds, ${EVALUATIONS} evaluations a run, read from nothing:`,
    );
    console.log(
      table(
        ["", "processor ms", "ratio to ours", "memory, MB", "runs"],
        Object.entries(medians).map(([name, ms]) => {
          const { peak, before, count } = readers.figures(name);
          const ratio = ms / (medians[ours] ?? NaN);
          return [name, ms.toFixed(0), ratio.toFixed(1), ((peak - before) / 1e6).toFixed(0), String(count)];
        }),
      ),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
