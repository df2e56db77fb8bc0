import { statSync } from "node:fs";
import { basename, join } from "node:path";
import * as z from "zod";
import { json } from "./create-run.ts";
import { RunReadError } from "./errors.ts";
import { eventFiles } from "./event-files.ts";
import { History, type HistoryState } from "./history.ts";
import { runFiles } from "./file-names.ts";
import { readJsonFile } from "./read-json.ts";
import { replaceFile } from "./replace-file.ts";
import { restartOf, scalarEvents, type EventPlace } from "./scalars.ts";
import { Turns } from "./turns.ts";

/** history.json: what was recorded up to a checkpoint, and where in the event files the rest begins. */
interface KeptHistory extends HistoryState {
  readonly step: number;
  readonly place: EventPlace;
}

const point = z.object({ step: z.int().min(0), value: z.number() });
const schema = z.looseObject({
  step: z.int().min(0),
  place: z.object({
    file: z.string().refine(name => name === basename(name), "not a name"),
    bytes: z.int().min(0),
  }),
  tags: z.record(
    z.string(),
    z.object({
      count: z.int().min(1),
      first: point,
      last: point,
      evaluated: z.array(point),
      open: z.tuple([z.number(), z.number()]),
    }),
  ),
  coverage: z.object({
    every: z.int().min(1),
    points: z.array(point.extend({ afterGap: z.boolean().exactOptional() })),
    undefinedAt: z.int().min(0).exactOptional(),
  }),
});

/**
 * Keeps a run's history up to a checkpoint, so that nobody reads all points again. Everything in it follows from the
 * event files. Throws the system's own errors.
 */
export function keepHistory(folder: string, step: number, history: History, place: EventPlace): void {
  const kept: KeptHistory = { step, place, ...history.state };
  replaceFile(join(folder, runFiles.history), json(kept), { durable: false });
}

/** The kept history, where it is one of the event files that are there and of steps up to `until`; else null. */
function keptHistory(folder: string, until: number): KeptHistory | null {
  let kept: KeptHistory;
  try {
    kept = readJsonFile(join(folder, runFiles.history), schema);
  } catch (error) {
    if (error instanceof RunReadError) return null;
    throw error;
  }
  const { step, place } = kept;
  const files = eventFiles(folder);
  if (step > until || !files.includes(place.file)) return null;
  if (statSync(join(folder, place.file)).size < place.bytes) return null;
  const later = files.filter(name => name > place.file);
  return later.every(name => restartOf(join(folder, name)) > step) ? kept : null;
}

/**
 * What a run recorded up to a step, that step included: from the kept history on, where there is one, else from the
 * first point. Yields between pieces of a few milliseconds. Throws the system's errors.
 */
export function* readHistory(folder: string, until = Infinity): Generator<undefined, History> {
  const kept = keptHistory(folder, until);
  const history = kept === null ? new History() : new History(kept);
  for (const events of scalarEvents(folder, kept?.place)) {
    for (const event of events) if (event.step <= until) history.add(event);
    yield;
  }
  return history;
}

/** The history of a whole run, without holding up the process. Rejects with the system's errors. */
export const historyOf = (folder: string): Promise<History> => historyUpTo(folder, Infinity);

/** The same up to a step, that step included. */
export async function historyUpTo(folder: string, step: number): Promise<History> {
  const reading = readHistory(folder, step);
  const turns = new Turns();
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
    await turns.rest();
  }
}
