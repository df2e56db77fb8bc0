// Files that somebody damaged, by the thousand: each is read or refused by its reader's own error, soon and within bounds.
// `npm run torture -- files` tries many more; a finding names its seed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Draw, seedsOf } from "../support/trials.ts";
import { PATIENCE } from "../support/until.ts";
import { mutated } from "./mutated.ts";
import { readers } from "./readers.ts";

/** Files of each kind. */
const FILES = 150;
/** What a reader may hold, in MB, of files of some kilobytes. */
const MEGABYTES = 1024;

interface Job {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}
type Said = { readonly trying: number } | { readonly finding: string };

/** Reads one damaged file; why that is a finding, or null. */
async function finding(kind: string, seed: number): Promise<string | null> {
  const reader = readers[kind];
  if (reader === undefined) throw new Error(`there is no reader of ${kind}`);
  const bytes = mutated(reader.corpus(), new Draw(seed));
  try {
    await reader.read(bytes);
  } catch (error) {
    if (!reader.refusals.some(refusal => error instanceof refusal))
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (error instanceof Error && (error.message === "" || /\n\s+at /.test(error.message)))
      return `a refusal that says nothing to people: ${error.message}`;
  }
  const { rss } = process.memoryUsage();
  return rss > MEGABYTES * 1e6 ? `${Math.round(rss / 1e6)} MB were taken` : null;
}

/** Reads the files of a job in a thread of its own, since a reader that never ends cannot be stopped otherwise. */
async function findingsOf(job: Job): Promise<string[]> {
  const findings: string[] = [];
  let trying = job.from;
  const worker = new Worker(new URL(import.meta.url), {
    workerData: job,
    execArgv: ["--enable-source-maps"],
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  await new Promise<void>(resolve => {
    const stuck = () => {
      findings.push(`seed ${trying}: not done after ${PATIENCE / 1000} s`);
      void worker.terminate();
    };
    let watch = setTimeout(stuck, PATIENCE);
    worker.on("message", (said: Said) => {
      clearTimeout(watch);
      watch = setTimeout(stuck, PATIENCE);
      if ("trying" in said) ({ trying } = said);
      else findings.push(`seed ${trying}: ${said.finding}`);
    });
    worker.on("error", error => {
      findings.push(`seed ${trying}: the thread ended: ${String(error)}`);
    });
    worker.on("exit", () => {
      clearTimeout(watch);
      resolve();
    });
  });
  return findings;
}

if (isMainThread)
  for (const kind of Object.keys(readers))
    test(`damaged ${kind} are read or refused, soon and within bounds`, async () => {
      const findings = await findingsOf({ kind, ...seedsOf(FILES) });
      assert.deepEqual(findings.slice(0, 5), [], `${findings.length} findings`);
    });
else {
  const { kind, from, to } = workerData as Job;
  const say = (said: Said) => parentPort?.postMessage(said);
  for (let seed = from; seed <= to; seed++) {
    say({ trying: seed });
    const found = await finding(kind, seed);
    if (found !== null) say({ finding: found });
  }
}
