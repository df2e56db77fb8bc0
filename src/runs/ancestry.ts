import { basename, dirname, join } from "node:path";
import type { TbEvent } from "../formats/tensorboard.ts";
import { RunReadError } from "./errors.ts";
import { loadRunInfo, type RunInfo } from "./run-info.ts";
import { EventsTail } from "./tail-events.ts";
import { Turns } from "./turns.ts";

/** A run that another was branched from, and up to which step its story is the branch's too. */
export interface Ancestor {
  readonly folder: string;
  readonly upTo: number;
}

/** Branches of branches of branches: nobody goes deeper, and a run must not wait for a chain without end. */
const MOST_ANCESTORS = 100;

/** The runs that this one descends from, the oldest first; as far back as their folders stand beside its own. */
export async function loadAncestors(folder: string, info: RunInfo): Promise<Ancestor[]> {
  const ancestors: Ancestor[] = [];
  let { parent } = info;
  let upTo = Infinity;
  while (parent !== null && ancestors.length < MOST_ANCESTORS) {
    const { id, step } = parent;
    if (basename(id) !== id) break;
    const place = join(dirname(folder), id);
    upTo = Math.min(upTo, step);
    ancestors.unshift({ folder: place, upTo });
    try {
      ({ parent } = await loadRunInfo(place));
    } catch (error) {
      if (!(error instanceof RunReadError)) throw error;
      ancestors.shift();
      break;
    }
  }
  return ancestors;
}

/** What the event files of ancestors say of the steps that they share with the branch, in pieces, in order. */
export async function* ancestralEvents(ancestors: readonly Ancestor[]): AsyncGenerator<readonly TbEvent[]> {
  const turns = new Turns();
  for (const { folder, upTo } of ancestors) {
    const tail = new EventsTail(folder);
    try {
      for (let more = true; more;) {
        const piece = await tail.read();
        if (piece.events.length > 0)
          yield piece.events.filter(event => "step" in event && event.step <= upTo);
        more = piece.more;
        await turns.rest();
      }
    } finally {
      await tail.close();
    }
  }
}
