import { spawn } from "node:child_process";
import type { EventEmitter } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMeasure } from "../src/experiment/catalog.ts";
import { readDigest, sha256 } from "../src/runs/digests.ts";
import { observe } from "../src/runs/list.ts";
import { readReportSource } from "../src/sweeps/report/read-report.ts";
import type { ReportRun } from "../src/sweeps/report/report.ts";
import { digestOfExperiment, type Task } from "./cells.ts";
import type { Row } from "./rows.ts";

export type Trained =
  | { readonly kind: "ended"; readonly rows: readonly Row[] }
  /** Somebody ended it: what is done so far, and its runs stay, to be gone on with. */
  | { readonly kind: "interrupted" };

/**
 * Trains a task by the product's own sweep, in a folder that is named by what it is, so that one that was ended goes on.
 * Each "interrupt" is handed on to it. Throws where a run neither ended nor failed.
 */
export async function train(task: Task, work: string, interruptions: EventEmitter): Promise<Trained> {
  const sweep = {
    experiment: "arm.gan.json",
    axes: task.search === null ? {} : { [task.search.key]: task.values },
    seeds: task.seeds,
  };
  const text = JSON.stringify(sweep, null, 2);
  const name = [task.regime, task.base, task.addition, task.phase].join("-");
  const folder = join(work, `${name}-${sha256(Buffer.from(text + task.experiment)).slice(0, 8)}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, sweep.experiment), task.experiment);
  const file = join(folder, `${name}.sweep.json`);
  writeFileSync(file, text);

  const runs = join(folder, "runs");
  const began = performance.now();
  const code = await sweepTo(file, runs, interruptions);
  if (code === 130) return { kind: "interrupted" };
  const found = (await readReportSource(runs)).runs;
  const expected = task.values.length * task.seeds.length;
  const ended = found.filter(({ standing }) => standing === "done" || standing === "failed");
  if (ended.length < expected)
    throw new Error(
      `${folder}: ${ended.length} of ${expected} runs ended (the sweep's exit status was ${code}).`,
    );
  const seconds = (performance.now() - began) / 1000 / expected;
  const rows = ended.map(run => rowOf(task, run, seconds));
  rmSync(folder, { recursive: true, force: true });
  return { kind: "ended", rows };
}

/** The exit status of the terminal command; 130 where it was interrupted. */
function sweepTo(file: string, runs: string, interruptions: EventEmitter): Promise<number> {
  // In a group of its own: what the terminal sends comes to us, and is handed on each time.
  const child = spawn(process.execPath, ["dist/cli.js", "sweep", file, "--runs", runs], {
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  const pass = () => child.kill("SIGINT");
  interruptions.on("interrupt", pass);
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      interruptions.off("interrupt", pass);
      resolve(code ?? (signal === null ? 1 : 130));
    });
  });
}

function rowOf(task: Task, run: ReportRun, seconds: number): Row {
  const { info } = observe(run.folder);
  const step = run.figures?.step ?? run.step;
  const failed = run.standing === "failed";
  return {
    regime: task.regime,
    base: task.base,
    addition: task.addition,
    phase: task.phase,
    value: (task.search === null ? null : run.point[task.search.key]) as Row["value"],
    seed: run.seed,
    state: failed ? "failed" : "done",
    message: failed ? run.message : "",
    step,
    values: failed ? {} : measuresOf(run.figures?.values ?? {}),
    undefined: failed ? {} : measuresOf(run.figures?.undefined ?? {}),
    experiment: digestOfExperiment(info.experiment),
    generator: failed ? null : (readDigest(run.folder, step)?.networks?.generator ?? null),
    versions: { ...info.versions },
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** Without what is the experiment's own, or the machine's: knobs, losses, speed. */
const measuresOf = <T>(figures: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(figures).filter(([tag]) => isMeasure(tag)));
