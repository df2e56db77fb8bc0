import { join } from "node:path";
import { runFiles, sweepRecordName } from "./file-names.ts";
import { watchFolder, type Watching } from "./watch-folder.ts";

/** The files whose change makes a run look different in a list, and the one that makes a folder one of runs. */
const listed: readonly string[] = [runFiles.info, runFiles.status, runFiles.notes, sweepRecordName];

export interface RunsWatch {
  /** Watches the folder if it was not there before. */
  retry(): void;
  /** Follows one run's folder too, where so many are not followed yet. */
  follow(name: string): void;
  unfollow(name: string): void;
  close(): void;
}

export interface RunsWatchEvents {
  /** A run's files have changed, as far as anybody says so. */
  readonly run: (name: string) => void;
  /** Folders came or went. */
  readonly folder: () => void;
}

/** Many systems allow a user 8,192 watches, which editors share. */
const MOST_FOLLOWED = 64;

/**
 * Watches a folder of runs. macOS and Windows follow a whole tree at the cost of one watch; elsewhere a run's folder needs
 * one of its own, which those get that are followed. Of the others `announce` tells.
 */
export function watchRuns(
  runsFolder: string,
  events: RunsWatchEvents,
  recursive = process.platform === "darwin" || process.platform === "win32",
): RunsWatch {
  const watchings = new Map<string, Watching>();
  const changed = (name: string | null) => {
    const [run = "", file, ...deeper] = name?.split(/[/\\]/) ?? [];
    if (file === undefined) {
      // A sweep's lock beats beside its runs.
      if (name?.endsWith(".json") === true) return;
      // It came, went, or was announced: events of folders look alike.
      events.run(run);
      events.folder();
    } else if (deeper.length === 0 && listed.includes(file)) events.run(run);
  };
  let root = watchFolder(runsFolder, changed, { recursive });
  return {
    retry() {
      root ??= watchFolder(runsFolder, changed, { recursive });
    },
    follow(name) {
      if (recursive || watchings.has(name) || watchings.size >= MOST_FOLLOWED) return;
      const watching = watchFolder(join(runsFolder, name), file => {
        if (file === null || listed.includes(file)) events.run(name);
      });
      if (watching === null) return;
      watchings.set(name, watching);
      // What changed before is read again.
      events.run(name);
    },
    unfollow(name) {
      watchings.get(name)?.close();
      watchings.delete(name);
    },
    close() {
      root?.close();
      for (const watching of watchings.values()) watching.close();
      watchings.clear();
    },
  };
}
