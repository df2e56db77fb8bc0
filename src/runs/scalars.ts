import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { inReach } from "../reach/reach.ts";
import { decodeEvents, type TbEvent } from "../formats/tensorboard.ts";
import { eventFiles } from "./event-files.ts";

export interface ScalarPoint {
  readonly step: number;
  readonly value: number;
}

/** What was recorded together at a step. */
export interface ScalarEvent {
  readonly step: number;
  readonly scalars: Readonly<Record<string, number>>;
}

/** How far a run's event files are known: up to a byte of one of them, where a record ends. */
export interface EventPlace {
  readonly file: string;
  readonly bytes: number;
}

/** What decodes within a slice of a few milliseconds. */
const CHUNK_BYTES = 64 * 1024;
/** Where a restart stands: it is the first thing that a session writes into its file. */
const HEAD_BYTES = 4096;

/**
 * The scalars of a run in the order in which they were recorded, a bounded piece at a time; from a place on, where one is
 * given. What a restart made void (steps after its checkpoint) is left out, torn records are skipped. Throws the system's errors.
 */
export function* scalarEvents(
  folder: string,
  from: EventPlace | null = null,
): Generator<readonly ScalarEvent[], undefined> {
  const files = eventFiles(folder).filter(name => from === null || name >= from.file);
  const restarts = files.map(name => restartOf(join(folder, name)));
  for (const [i, name] of files.entries()) {
    const voidFrom = Math.min(...restarts.slice(i + 1));
    for (const events of eventsOf(join(folder, name), name === from?.file ? from.bytes : 0))
      yield events.filter(event => event.kind === "scalars").filter(({ step }) => step < voidFrom);
  }
}

/** The first step that a session made void of what earlier ones recorded; Infinity for none. */
export function restartOf(path: string): number {
  const fd = openSync(inReach(path), "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { events } = decodeEvents(head.subarray(0, readSync(fd, head, 0, HEAD_BYTES, 0)));
    return events.find(({ kind }) => kind === "restart")?.step ?? Infinity;
  } finally {
    closeSync(fd);
  }
}

/** The events of a file from a byte on, a piece at a time; an incomplete record at its end is left out. */
function* eventsOf(path: string, from: number): Generator<readonly TbEvent[], undefined> {
  const fd = openSync(inReach(path), "r");
  try {
    let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = from; ;) {
      const length = readSync(fd, chunk, 0, chunk.length, at);
      const { events, rest } = decodeEvents(chunk.subarray(0, length));
      yield events;
      if (length < chunk.length) return;
      at += length - rest;
      // A whole chunk without one record in it: the record is longer.
      if (rest === length) chunk = Buffer.allocUnsafe(2 * chunk.length);
      else if (chunk.length > CHUNK_BYTES) chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    }
  } finally {
    closeSync(fd);
  }
}

/** Every scalar of a run at once, by tag: for short runs, since each point takes a hundred bytes. */
export function readScalars(folder: string): Map<string, ScalarPoint[]> {
  const tags = new Map<string, ScalarPoint[]>();
  for (const events of scalarEvents(folder))
    for (const { step, scalars } of events)
      for (const [tag, value] of Object.entries(scalars)) {
        const points = tags.get(tag) ?? [];
        if (points.push({ step, value }) === 1) tags.set(tag, points);
      }
  return tags;
}
