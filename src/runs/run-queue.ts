import { existsSync, mkdirSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import * as z from "zod";
import { alone } from "./alone.ts";
import { RunReadError } from "./errors.ts";
import { queueName } from "./file-names.ts";
import { isAlive, type ProcessName } from "./process-name.ts";
import { json } from "./create-run.ts";
import { readJsonFile } from "./read-json.ts";
import { replaceFile } from "./replace-file.ts";
import { guardWrite } from "./write-guard.ts";

/** A trainer that its run's status does not tell of by then has not come to life, in milliseconds. */
const STARTING_MS = 120_000;
const MOST = 10_000;

/** Who a run waits for: the windows of one user on one machine. Nobody else can name it, so a copied folder starts nothing. */
export interface QueueOwner {
  readonly host: string;
  readonly key: string;
}

/** A run that waits for its turn, or that somebody is about to start. */
export interface QueuedRun extends QueueOwner {
  /** The run's folder, from the folder of runs. */
  readonly run: string;
  /** Since when; ISO 8601, UTC. */
  readonly at: string;
  /** Who is starting it; null while it waits. */
  readonly starter: ProcessName | null;
}

const isBelow = (path: string): boolean =>
  path !== "" && !isAbsolute(path) && !path.split(/[/\\]/).some(part => part === ".." || part === "");

const schema = z.looseObject({
  runs: z
    .array(
      z.looseObject({
        run: z.string().max(1_000).refine(isBelow, "a folder in the folder of runs"),
        at: z.iso.datetime(),
        host: z.string(),
        key: z.string(),
        starter: z
          .looseObject({ pid: z.int(), host: z.string(), machine: z.string(), processStart: z.string() })
          .nullable(),
      }),
    )
    .max(MOST),
});

export const queueFile = (runsFolder: string): string => join(runsFolder, queueName);

/** The runs of a folder that wait or are being started, first come first. A file that cannot be read holds none. */
export function readQueue(runsFolder: string): readonly QueuedRun[] {
  const path = queueFile(runsFolder);
  if (!existsSync(path)) return [];
  try {
    return readJsonFile(path, schema).runs.filter(isOn);
  } catch (error) {
    if (error instanceof RunReadError) return [];
    throw error;
  }
}

/** Whether an entry holds still: one who was starting a run may have died over it. */
const isOn = ({ starter, at }: QueuedRun): boolean =>
  starter === null || (isAlive(starter) !== false && Date.now() - Date.parse(at) < STARTING_MS);

/**
 * Changes the queue of a folder while nobody else does, from what it is now; gives what `change` says of it, and the queue then.
 * Throws RunWriteError.
 */
export function changeQueue<Outcome>(
  runsFolder: string,
  change: (runs: readonly QueuedRun[]) => readonly [Outcome, readonly QueuedRun[]],
): readonly [Outcome, readonly QueuedRun[]] {
  const path = queueFile(runsFolder);
  return guardWrite(path, () => {
    mkdirSync(runsFolder, { recursive: true });
    return alone(path, () => {
      const before = readQueue(runsFolder);
      const changed = change(before);
      const [, after] = changed;
      if (after !== before) replaceFile(path, json({ runs: after }), { durable: true });
      return changed;
    });
  });
}

/** How a queue names the run in a folder. */
export const queuedName = (runsFolder: string, folder: string): string =>
  relative(runsFolder, folder).replaceAll(sep, "/");
