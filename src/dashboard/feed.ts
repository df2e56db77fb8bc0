import type { SeriesStore } from "./series-store.ts";

/** What a feed tells of: enough to gather several of them, whatever they are. */
export interface FedModel {
  /** Absolute path of the folder that is followed. */
  readonly folder: string;
  /** Whether everything that was there at first has been read. */
  readonly isSettled: boolean;
}

/** A folder that is being followed. While nobody subscribes it rests and costs nothing. */
export interface Feed<Model extends FedModel> {
  readonly model: Model;
  /** Calls `changed` after every piece of news, at once and often. Gives what ends that. */
  readonly subscribe: (changed: () => void) => () => void;
  readonly close: () => Promise<void>;
}

/** A model that has curves, be it a run of ours or another program's log. */
export interface CurveModel extends FedModel {
  readonly curves: SeriesStore;
  /** The unit of a scalar where it depends on what trains; null of every other one. */
  readonly unitOf: (tag: string) => string | null;
  /** Why the folder cannot be read at the moment; null when it can. */
  readonly latestTrouble: string | null;
}

/** Counts who subscribes to something that is told to follow or to rest. */
export function subscriptions(
  listen: (changed: () => void) => () => void,
  { resume, pause }: { readonly resume: () => void; readonly pause: () => void },
): { readonly subscribe: (changed: () => void) => () => void; readonly count: () => number } {
  let subscribers = 0;
  return {
    count: () => subscribers,
    subscribe(changed) {
      const end = listen(changed);
      let ended = false;
      if (++subscribers === 1) resume();
      return () => {
        if (ended) return;
        ended = true;
        end();
        if (--subscribers === 0) pause();
      };
    },
  };
}
