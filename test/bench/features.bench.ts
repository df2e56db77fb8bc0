// Evaluation in feature space: time and memory of 10,000 against 10,000 samples with 2,048 features, each in a process of
// its own, and of a smaller one beside the Python package prdc and scipy. `npm run bench features`
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fillNormal } from "../../src/data/random.ts";
import { prepareSampleMeasures } from "../../src/measures/sample-measures.ts";
import type { Points } from "../../src/measures/points.ts";
import type { Sliced } from "../../src/measures/slices.ts";
import { interpreter, peersMissing } from "../peers/python.ts";
import { largestMemory } from "../support/largest-memory.ts";
import { table } from "./interleave.ts";

const DIMS = 2048;
/** Features of pictures have few degrees of freedom: rectified projections of so many normal numbers. */
const HIDDEN = 48;

/** Rows of features [rows, 2048], the same for everyone. */
function features(rows: number, seed: number): Points & { readonly data: Float32Array } {
  const weights = new Float32Array(HIDDEN * DIMS);
  fillNormal(weights, { seed: 0, stream: "userLatents", step: 0 });
  const hidden = new Float32Array(rows * HIDDEN);
  fillNormal(hidden, { seed, stream: "userLatents", step: 1 });
  const data = new Float32Array(rows * DIMS);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * DIMS, (i + 1) * DIMS);
    for (let h = 0; h < HIDDEN; h++) {
      const value = hidden[i * HIDDEN + h] ?? 0;
      for (let d = 0; d < DIMS; d++) row[d] = (row[d] ?? 0) + value * (weights[h * DIMS + d] ?? 0);
    }
    for (let d = 0; d < DIMS; d++) row[d] = Math.max(row[d] ?? 0, 0);
  }
  return { data, rows, dims: DIMS };
}

interface Found {
  readonly prepare: number;
  readonly evaluate: number;
  /** The longest stretch without a turn for others, in milliseconds. */
  readonly longest: number;
  /** Peak of resident memory, in bytes. */
  readonly memory: number;
  readonly coverage: number;
  readonly fid: number;
}

/** Runs one evaluation and tells what it took; `file` is left to the Python programs. */
function evaluation(rows: number, frechet: boolean, file: string | undefined): Found {
  const latents = new Float32Array(rows * 64);
  fillNormal(latents, { seed: 1, stream: "userLatents", step: 2 });
  let longest = 0;
  const timed = <T>(sliced: Sliced<T>): { value: T; ms: number } => {
    const start = performance.now();
    for (let since = start; ;) {
      const next = sliced.next();
      const now = performance.now();
      longest = Math.max(longest, now - since);
      since = now;
      if (next.done === true) return { value: next.value, ms: now - start };
    }
  };
  const real = features(rows, 1);
  const prepared = timed(
    prepareSampleMeasures({
      real,
      neighbours: 5,
      modes: null,
      latents: { data: latents, rows, dims: 64 },
      frechet,
    }),
  );
  const samples = features(rows, 2);
  if (file !== undefined) {
    writeFileSync(`${file}.real`, real.data);
    writeFileSync(`${file}.fake`, samples.data);
  }
  const measured = timed(prepared.value.measure({ samples, jacobian: null }));
  return {
    prepare: prepared.ms,
    evaluate: measured.ms,
    longest,
    memory: largestMemory(),
    coverage: measured.value.values["quality/coverage"] ?? NaN,
    fid: measured.value.values["quality/fid"] ?? NaN,
  };
}

function inProcess(...given: readonly string[]): Found {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...given], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Found;
}

/** Milliseconds of prdc and of scipy's square root of the product of covariances, and what they found. */
function peers(
  rows: number,
  file: string,
): { prdc: number; fid: number; coverage: number; distance: number } {
  const program = [
    "import contextlib, json, sys, time, numpy, scipy.linalg, prdc",
    `a, b = [numpy.fromfile('${file}.' + n, numpy.float32).reshape(${rows}, ${DIMS}).astype(float) for n in ('real', 'fake')]`,
    "start = time.perf_counter()",
    "with contextlib.redirect_stdout(sys.stderr): p = prdc.compute_prdc(a, b, 5)",
    "middle = time.perf_counter()",
    "ca, cb = numpy.cov(a.T), numpy.cov(b.T)",
    "root = scipy.linalg.sqrtm(ca @ cb)",
    "d = ((a.mean(0) - b.mean(0)) ** 2).sum() + numpy.trace(ca) + numpy.trace(cb) - 2 * numpy.trace(root).real",
    "end = time.perf_counter()",
    "print(json.dumps({'prdc': 1e3 * (middle - start), 'fid': 1e3 * (end - middle), 'coverage': float(p['coverage']), 'distance': float(d)}))",
  ].join("\n");
  const { status, stdout, stderr } = spawnSync(interpreter, ["-c", program], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof peers>;
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);

function compare(rows: number): void {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-bench-"));
  const file = join(folder, "features");
  const plain = inProcess("evaluation", String(rows), "", file);
  const whole = inProcess("evaluation", String(rows), "frechet", file);
  const missing = peersMissing("numpy", "scipy", "prdc");
  console.log(`${rows} against ${rows} samples with ${DIMS} features:`);
  if (missing === false) {
    const theirs = peers(rows, file);
    const ours = plain.prepare + plain.evaluate;
    const fid = whole.prepare + whole.evaluate - ours;
    console.log(
      table(
        ["", "ours, s", "Python, s", "ratio"],
        [
          [
            "every measure but FID; prdc",
            seconds(ours),
            seconds(theirs.prdc),
            (ours / theirs.prdc).toFixed(2),
          ],
          [
            "FID; numpy and scipy.linalg.sqrtm",
            seconds(fid),
            seconds(theirs.fid),
            (fid / theirs.fid).toFixed(2),
          ],
        ],
      ),
    );
    console.log(`coverage ${plain.coverage} and ${theirs.coverage}; FID ${whole.fid} and ${theirs.distance}`);
  } else console.log(missing);
  rmSync(folder, { recursive: true });
}

function large(rows: number): void {
  const { prepare, evaluate, longest, memory } = inProcess("evaluation", String(rows), "frechet");
  console.log(
    `${rows} against ${rows} samples with ${DIMS} features, FID included: ${seconds(prepare)} s once for the real ones, ${seconds(evaluate)} s an evaluation, at most ${longest.toFixed(0)} ms without a turn for others, ${(memory / 1e6).toFixed(0)} MB at the peak (limit 1,000)`,
  );
}

const [what, rows, frechet, file] = process.argv.slice(2);
if (what === "evaluation") console.log(JSON.stringify(evaluation(Number(rows), frechet === "frechet", file)));
else {
  compare(2500);
  large(10_000);
}
