import { basename } from "node:path";
import type { TbEvent } from "../formats/tensorboard.ts";
import { RunReadError } from "./errors.ts";
import { runBeside } from "./run-id.ts";
import { loadRunInfo, type RunInfo } from "./run-info.ts";
import { EventsTail } from "./tail-events.ts";
import { Turns } from "./turns.ts";

/** A run that another was branched from, and up to which step its story is the branch's too. */
export interface Ancestor {
  readonly folder: string;
  readonly upTo: number;
}

export interface Ancestry {
  /** The oldest first. */
  readonly ancestors: readonly Ancestor[];
  /** Why it does not go back to a run that began at step 0, where that is no matter of a folder that is gone. */
  readonly trouble: string | null;
}

/** Branches of branches of branches: nobody goes deeper, and a run must not wait for a chain without end. */
const MOST_ANCESTORS = 100;

/** The runs that this one descends from, each once; as far back as their folders stand beside its own. */
export async function loadAncestry(folder: string, info: RunInfo): Promise<Ancestry> {
  const ancestors: Ancestor[] = [];
  const ids = new Set([basename(folder), info.id]);
  const ends = (trouble: string | null): Ancestry => ({ ancestors: ancestors.reverse(), trouble });
  let { parent } = info;
  let upTo = Infinity;
  while (parent !== null) {
    const { id, step } = parent;
    if (ids.has(id))
      return ends(`its parents lead in a circle, by way of ${id}: a run.json was changed by hand`);
    if (ancestors.length === MOST_ANCESTORS)
      return ends(`it is a branch of a branch, more than ${MOST_ANCESTORS} times: older runs are left out`);
    ids.add(id);
    const place = runBeside(folder, id);
    upTo = Math.min(upTo, step);
    try {
      ({ parent } = await loadRunInfo(place));
    } catch (error) {
      if (!(error instanceof RunReadError)) throw error;
      return ends(null);
    }
    ancestors.push({ folder: place, upTo });
  }
  return ends(null);
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
