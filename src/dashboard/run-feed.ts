import { ancestralEvents, loadAncestry } from "../runs/ancestry.ts";
import { loadRunInfo } from "../runs/run-info.ts";
import { RunTail, type TailOptions } from "../runs/tail.ts";
import { subscriptions, type Feed } from "./feed.ts";
import { ParentCurves } from "./parent-curves.ts";
import { RunModel } from "./run-model.ts";

/** A run that is being followed. */
export interface RunFeed extends Feed<RunModel> {
  readonly parent: ParentCurves;
  /** Looks at the folder now: after one's own changes, where the system's events may be slow. */
  look(): void;
}

/** Begins to follow a run. Rejects with RunReadError when the folder is no run's. */
export async function openRunFeed(folder: string, options: TailOptions = {}): Promise<RunFeed> {
  const info = await loadRunInfo(folder);
  const ancestry = await loadAncestry(folder, info);
  const model = new RunModel(folder, info, ancestry.trouble);
  for await (const events of ancestralEvents(ancestry.ancestors)) model.inherit(events);
  const parent = new ParentCurves(folder, model.info);
  const tail = new RunTail(folder, model, { ...options, resting: true });
  const { subscribe, count } = subscriptions(changed => model.onChange(changed), {
    resume: () => {
      tail.resume();
    },
    pause: () => {
      tail.pause();
    },
  });
  return {
    model,
    parent,
    subscribe,
    look: () => {
      if (count() > 0) tail.look();
    },
    close: async () => {
      await Promise.all([tail.close(), parent.close()]);
    },
  };
}
