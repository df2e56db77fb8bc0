// Programs that write runs by python/pairing_lab_run.py. Where there is no Python, their tests say so and are skipped.
import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { TestContext } from "node:test";
import { resolve } from "node:path";
import { listRuns, type ObservedRun } from "../../src/runs/list.ts";
import { until } from "../support/until.ts";

const interpreter = process.env["PAIRING_LAB_PYTHON"] ?? "python3";

/** The reason to skip a test that needs Python, or false where there is one that is new enough. */
export const pythonMissing: string | false =
  spawnSync(interpreter, ["-c", "import sys; assert sys.version_info >= (3, 8)"], { stdio: "ignore" })
    .status === 0
    ? false
    : "no python3 of version 3.8 or later";

/** What every program begins with; `runs` is the folder of runs. */
const prelude = `
import math, os, sys, time
sys.path.insert(0, sys.argv[1])
import pairing_lab_run
runs = sys.argv[2]
def made(steps, **more):
    said = dict(name="ring", steps=steps, data={"kind": "ring", "modes": 8, "radius": 2, "std": 0.02}, latent=2, seed=1, trainer="PyTorch")
    return pairing_lab_run.create(runs, **dict(said, **more))
`;

const words = (runs: string, program: string): readonly string[] => [
  "-c",
  prelude + program,
  resolve("python"),
  runs,
];

/** Runs a program to its end; gives what it printed. Throws with what it said where it fails. */
export function runWriter(runs: string, program: string, python = interpreter): string {
  const { status, stdout, stderr } = spawnSync(python, words(runs, program), { encoding: "utf8" });
  if (status !== 0) throw new Error(`the program ended with ${status}: ${stderr}`);
  return stdout;
}

export type Writer = ChildProcessByStdio<null, Readable, null>;

/** Starts a program that trains; it is killed when the test ends. */
export function startWriter(t: TestContext, runs: string, program: string): Writer {
  const child = spawn(interpreter, words(runs, program), { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

/** What a writer ended with. */
export async function ended(writer: Writer): Promise<number | null> {
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
  return writer.exitCode;
}

/** The one run of a folder, once it holds. */
export const runThat = (
  runs: string,
  what: string,
  holds: (run: ObservedRun) => boolean,
): Promise<ObservedRun> =>
  until(what, async () => {
    const [listing] = await listRuns(runs);
    return listing?.kind === "run" && holds(listing) ? listing : undefined;
  });

/** Trains without an end, a step every two milliseconds, until it is asked to stop. */
export const endless = `
with made(10**9) as run:
    for step in run.steps():
        weight = run.knob("pairing.weight", 0.02, 0, 1)
        run.log(step, {"loss/generator": weight})
        time.sleep(0.002)
`;
