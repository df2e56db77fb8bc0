import { ancestralEvents, loadAncestors } from "../runs/ancestry.ts";
import { loadRunInfo } from "../runs/run-info.ts";
import { RunTail, type TailOptions } from "../runs/tail.ts";
import { RunModel } from "./run-model.ts";

/** A run that is being followed. While nobody subscribes it rests and costs nothing. */
export interface RunFeed {
  readonly model: RunModel;
  /** Calls `changed` after every piece of news. Gives what ends that. */
  subscribe(changed: () => void): () => void;
  /** Looks at the folder now: after one's own changes, where the system's events may be slow. */
  look(): void;
  close(): Promise<void>;
}

/** Begins to follow a run. Rejects with RunReadError when the folder is no run's. */
export async function openRunFeed(folder: string, options: TailOptions = {}): Promise<RunFeed> {
  const model = new RunModel(folder, await loadRunInfo(folder));
  for await (const events of ancestralEvents(await loadAncestors(folder, model.info))) model.inherit(events);
  const tail = new RunTail(folder, model, { ...options, resting: true });
  let subscribers = 0;
  return {
    model,
    subscribe(changed) {
      const end = model.onChange(changed);
      let ended = false;
      if (++subscribers === 1) tail.resume();
      return () => {
        if (ended) return;
        ended = true;
        end();
        if (--subscribers === 0) tail.pause();
      };
    },
    look: () => {
      if (subscribers > 0) tail.look();
    },
    close: () => tail.close(),
  };
}
