import { EventLogTail } from "../foreign/event-log-tail.ts";
import { watchFolder, type Watching } from "../runs/watch-folder.ts";
import { errorCode } from "../runs/write-guard.ts";
import { every, later, letGo } from "../unattended/unattended.ts";
import { subscriptions, type Feed } from "./feed.ts";
import { LogModel } from "./log-model.ts";

export interface LogFeedOptions {
  /** Milliseconds between looks, whatever the system's events say. */
  readonly lookEvery?: number;
  /** Whether to hear of changes from the system too. */
  readonly watch?: boolean;
}

const LOOK_MS = 2000;
/** So long events are gathered before the folder is looked at: a writer may flush every record. */
const GATHER_MS = 100;
/** Bytes a read: what decodes well within a slice. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Begins to follow another program's log: reads its event files a bounded piece at a time and then what is appended to
 * them, and writes nothing. What cannot be read is told by the model, and tried again.
 */
export function openLogFeed(
  folder: string,
  { lookEvery = LOOK_MS, watch = true }: LogFeedOptions = {},
): Feed<LogModel> {
  const model = new LogModel(folder);
  const tail = new EventLogTail(folder, model, { chunkBytes: CHUNK_BYTES });
  let following: AbortController | null = null;
  let working: Promise<void> | null = null;
  let again = false;
  let watching: Watching | null = null;
  let timer: NodeJS.Timeout | undefined;
  let gathering: NodeJS.Timeout | undefined;

  const look = () => {
    const signal = following?.signal;
    if (signal === undefined) return;
    if (working !== null) {
      again = true;
      return;
    }
    again = false;
    working = tail
      .look(signal)
      .then(
        () => null,
        (error: unknown) => reasonOf(folder, error),
      )
      .then(trouble => {
        working = null;
        if (!signal.aborted) model.settled(trouble);
        if (again) look();
      });
    letGo(working);
  };
  const heard = () => {
    gathering ??= later(GATHER_MS, () => {
      gathering = undefined;
      look();
    });
  };
  const resume = () => {
    following = new AbortController();
    again = working !== null;
    timer = every(lookEvery, () => {
      if (watch) watching ??= watchFolder(folder, heard);
      look();
    });
    if (watch) watching = watchFolder(folder, heard);
    look();
  };
  const pause = () => {
    following?.abort();
    following = null;
    clearInterval(timer);
    clearTimeout(gathering);
    gathering = undefined;
    watching?.close();
    watching = null;
  };
  const { subscribe } = subscriptions(changed => model.onChange(changed), { resume, pause });
  return {
    model,
    subscribe,
    close: async () => {
      pause();
      await working;
    },
  };
}

function reasonOf(folder: string, error: unknown): string {
  if (errorCode(error) === "ENOENT") return `${folder}: the folder was moved or deleted.`;
  return error instanceof Error ? error.message : String(error);
}
