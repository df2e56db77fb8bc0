// A sweep of 1,000 runs, listed and reported: time on the processor and memory of a process of its own, against
// TensorBoard's own loader over the same folder.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measures } from "../../src/experiment/catalog.ts";
import { RunIndex } from "../../src/runs/run-index.ts";
import { json } from "../../src/runs/create-run.ts";
import { makeReport } from "../../src/sweeps/report/report.ts";
import { reportSource } from "../../src/sweeps/report/read-report.ts";
import { interpreter, peersMissing } from "../peers/python.ts";
import { bytesOf, scalar, version } from "../support/event-file.ts";
import { interleave, table, type Contender } from "./interleave.ts";
import { makeRuns } from "./many-runs.ts";

const WEIGHTS = 100;
const SEEDS = 10;
const EVALUATIONS = 80;
const ROUNDS = 3;
const ours = "ours: the list and the report";
const theirs = "TensorBoard's multiplexer";

interface Figures {
  /** On the processor: reading waits for nothing else, and other programs do not count. */
  readonly ms: number;
  /** What the largest memory of the process grew by, in bytes. */
  readonly grown: number;
  readonly runs: number;
}

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

const largest = () => 1024 * process.resourceUsage().maxRSS;

async function indexAlone(folder: string): Promise<void> {
  const before = largest();
  const start = process.cpuUsage();
  const index = new RunIndex([folder], { watch: false });
  await index.settled();
  const report = makeReport(reportSource(folder, index.listings));
  const { user, system } = process.cpuUsage(start);
  index.dispose();
  const runs = report.arms.reduce((sum, arm) => sum + arm.runs.length, 0);
  console.log(
    JSON.stringify({ ms: (user + system) / 1000, grown: largest() - before, runs } satisfies Figures),
  );
}

const program = `
import json, resource, sys, time
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
peak = lambda: 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, start = peak(), time.process_time()
multiplexer = EventMultiplexer()
multiplexer.AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
print(json.dumps(dict(ms=1000 * (time.process_time() - start), grown=peak() - before, runs=len(multiplexer.Runs()))))`;

const last = new Map<string, Figures>();

function contender(name: string, command: string, args: readonly string[]): Contender {
  return () => {
    const { stdout, status, stderr } = spawnSync(command, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const found = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Figures;
    last.set(name, found);
    return Promise.resolve(found.ms);
  };
}

if (process.argv[2] === "index") await indexAlone(process.argv[3] ?? "");
else {
  const home = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
  try {
    await makeSweep(home);
    const missing = peersMissing("tensorboard");
    if (missing !== false) console.log(missing);
    const contenders: Record<string, Contender> = {
      [ours]: contender(ours, process.execPath, [process.argv[1] ?? "", "index", home]),
    };
    if (missing === false) contenders[theirs] = contender(theirs, interpreter, ["-c", program, home]);
    const medians = await interleave(contenders, ROUNDS);
    console.log(
      `A sweep of ${WEIGHTS} weights x ${SEEDS} seeds, ${EVALUATIONS} evaluations a run, read from nothing:`,
    );
    console.log(
      table(
        ["", "processor ms", "ratio to ours", "memory, MB", "runs"],
        Object.entries(medians).map(([name, ms]) => {
          const { grown, runs } = last.get(name) ?? { grown: NaN, runs: NaN };
          const ratio = ms / (medians[ours] ?? NaN);
          return [name, ms.toFixed(0), ratio.toFixed(1), (grown / 1e6).toFixed(0), String(runs)];
        }),
      ),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
