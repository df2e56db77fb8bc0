// What a sweep of small runs loses: its time against the time that its runs themselves say they trained, at so many
// runs at a time. The rest is starting processes, compiling, and the sweep's own work.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listRuns } from "../../src/runs/list.ts";
import { checkSweep } from "../../src/launching/sweep/check-sweep.ts";
import { trainLocally } from "../../src/launching/sweep/train-locally.ts";
import { trainSweep } from "../../src/launching/sweep/train-sweep.ts";
import { readSweepFile } from "../../src/sweeps/read.ts";

const JOBS = 2;
const STEPS = [2_000, 8_000];
const SEEDS = [1, 2, 3, 4];

const folder = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
try {
  console.log("steps   runs  jobs  sweep [s]  training / jobs [s]  lost");
  for (const steps of STEPS) {
    const runsFolder = join(folder, String(steps));
    const experiment = JSON.stringify({ data: { kind: "ring" }, steps, pairing: { weight: 0.02 } });
    writeFileSync(join(folder, "ring.gan.json"), experiment);
    const file = join(folder, `ring-${steps}.sweep.json`);
    writeFileSync(file, JSON.stringify({ experiment: "ring.gan.json", seeds: SEEDS }));
    const sweep = readSweepFile(file);
    const { memory } = await checkSweep(sweep, file);
    const started = performance.now();
    await trainSweep({
      sweep,
      folder: runsFolder,
      launcher: trainLocally({ jobs: JOBS, script: "dist/trainer.js" }),
      cores: 1,
      memory,
      signal: new AbortController().signal,
      kill: new AbortController().signal,
      say: console.error,
    });
    const whole = (performance.now() - started) / 1000;
    const trained = (await listRuns(runsFolder)).reduce(
      (sum, listing) => sum + (listing.kind === "run" ? trainingSeconds(listing) : 0),
      0,
    );
    const share = trained / JOBS;
    const figures = [whole.toFixed(1).padStart(9), share.toFixed(1).padStart(19)];
    const lost = `${(100 * (1 - share / whole)).toFixed(0)} %`;
    console.log([String(steps).padEnd(6), String(SEEDS.length).padStart(4), String(JOBS).padStart(4), ...figures, lost].join("  ")); // prettier-ignore
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** From the first line of the trainer's log, when it has opened the run, to its last word. */
function trainingSeconds(run: {
  readonly folder: string;
  readonly status: { readonly heartbeatAt: string };
}) {
  const [first = ""] = readFileSync(join(run.folder, "trainer.log"), "utf8").split(" ");
  return (Date.parse(run.status.heartbeatAt) - Date.parse(first)) / 1000;
}
