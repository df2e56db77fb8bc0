import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { decodeEvents, type TbEvent } from "../formats/tensorboard.ts";
import { eventFiles } from "./event-files.ts";

export interface ScalarPoint {
  readonly step: number;
  readonly value: number;
}

const CHUNK_BYTES = 8 * 1024 * 1024;

/** Every scalar of a run: tag -> points by step. What a restart made void (steps after its checkpoint) is left out. Torn records are skipped. */
export function readScalars(folder: string): Map<string, ScalarPoint[]> {
  const tags = new Map<string, ScalarPoint[]>();
  for (const name of eventFiles(folder)) {
    for (const event of eventsOf(join(folder, name))) apply(tags, event);
  }
  for (const [tag, points] of tags) if (points.length === 0) tags.delete(tag);
  return tags;
}

function apply(tags: Map<string, ScalarPoint[]>, event: TbEvent): void {
  if (event.kind === "restart") {
    for (const [tag, points] of tags)
      tags.set(
        tag,
        points.filter(point => point.step < event.step),
      );
  } else if (event.kind === "scalars") {
    for (const [tag, value] of Object.entries(event.scalars)) {
      const points = tags.get(tag);
      if (points === undefined) tags.set(tag, [{ step: event.step, value }]);
      else points.push({ step: event.step, value });
    }
  }
}

/** The events of a file, read in pieces; an incomplete record at its end is left out. */
function* eventsOf(path: string): Generator<TbEvent> {
  const fd = openSync(path, "r");
  try {
    const size = Math.min(Math.max(fstatSync(fd).size, 1), CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(size);
      const length = readSync(fd, chunk, 0, size, null);
      if (length === 0) return;
      const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
      const decoded = decodeEvents(bytes);
      yield* decoded.events;
      rest = Buffer.from(bytes.subarray(bytes.length - decoded.rest));
    }
  } finally {
    closeSync(fd);
  }
}
