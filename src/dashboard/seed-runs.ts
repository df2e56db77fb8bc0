import { interventionsOf } from "../runs/journal.ts";
import type { ObservedRun } from "../runs/list.ts";
import type { RunInfo } from "../runs/run-info.ts";
import { openRunFeed } from "./run-feed.ts";
import type { RunModel } from "./run-model.ts";

/** So many seeds of one experiment are read at most. */
const MOST_SEEDS = 64;

/** Keys that change nothing of what is measured at a step. */
const unimportant = new Set(["name", "seed", "steps", "pace", "threads", "device", "record"]);

const prints = new WeakMap<RunInfo, string>();

/** The same text for runs that differ by their seed alone, which is what makes them say something of chance. */
export function experimentPrint(info: RunInfo): string {
  const held = prints.get(info);
  if (held !== undefined) return held;
  const keys = Object.entries(info.experiment).filter(([key]) => !unimportant.has(key));
  const print = JSON.stringify([keys, info.parent, info.dataDigest ?? null, info.featuresDigest ?? null]);
  prints.set(info, print);
  return print;
}

/** What must be known of a run to say whether its knobs were turned. */
type Journalled = Pick<RunModel, "entries">;

/** Whether somebody turned a knob while it trained: then no other run is of the same experiment. */
export const wasTurned = ({ entries }: Journalled): boolean =>
  interventionsOf(entries).some(({ key }) => key !== "pace");

/**
 * The other runs of a run's experiment, one for each other seed: of several with one seed the one that is done, or else
 * came furthest.
 */
export function otherSeeds(own: RunInfo, all: readonly ObservedRun[]): ObservedRun[] {
  const print = experimentPrint(own);
  const rank = ({ state, status }: ObservedRun) => (state === "done" ? Infinity : status.step);
  const bySeed = new Map<number, ObservedRun>();
  for (const run of all) {
    const { seed } = run.info;
    if (seed === own.seed || experimentPrint(run.info) !== print) continue;
    const held = bySeed.get(seed);
    if (held === undefined || rank(run) > rank(held)) bySeed.set(seed, run);
  }
  return [...bySeed.values()].sort((a, b) => a.info.seed - b.info.seed).slice(0, MOST_SEEDS);
}

/** Everything of a run that is there now. Rejects with RunReadError for what is no run's folder. */
export async function readWhole(folder: string): Promise<RunModel> {
  const feed = await openRunFeed(folder, { watch: false });
  try {
    await new Promise<void>(resolve => {
      const look = () => {
        if (feed.model.isSettled || feed.model.latestTrouble !== null) resolve();
      };
      feed.subscribe(look);
      look();
    });
  } finally {
    await feed.close();
  }
  return feed.model;
}

/** Reads runs that nobody follows, as whole as somebody needs them, each again only when it has trained on. */
export class SeedRuns<Run extends Journalled> {
  readonly #all: () => readonly ObservedRun[];
  readonly #readRun: (folder: string) => Promise<Run>;
  readonly #held = new Map<string, { readonly step: number; readonly run: Promise<Run | null> }>();

  constructor(all: () => readonly ObservedRun[], read: (folder: string) => Promise<Run>) {
    this.#all = all;
    this.#readRun = read;
  }

  /** Other seeds' runs of a run's experiment in which nobody turned a knob. Those that cannot be read are left out. */
  async of({ info }: Pick<RunModel, "info">): Promise<Run[]> {
    const runs = await Promise.all(otherSeeds(info, this.#all()).map(run => this.#read(run)));
    return runs.filter(run => run !== null).filter(run => !wasTurned(run));
  }

  #read({ folder, status }: ObservedRun): Promise<Run | null> {
    const held = this.#held.get(folder);
    if (held?.step === status.step) return held.run;
    const run = this.#readRun(folder).catch(() => null);
    this.#held.set(folder, { step: status.step, run });
    return run;
  }
}
