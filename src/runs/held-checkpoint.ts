import { copyFileSync, linkSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { CheckpointPlace } from "./checkpoints.ts";
import { checkpointAt } from "./copy-run.ts";
import { checkpointFiles } from "./file-names.ts";
import { temporaryFolder } from "./temporary.ts";

export interface HeldCheckpoint {
  readonly place: CheckpointPlace;
  /** Lets it go. */
  readonly release: () => void;
}

/**
 * Keeps the bytes of a run's checkpoint while a person decides what shall begin from it: the run trains on, and its own
 * may be thinned away meanwhile. Throws RunReadError where there is none any more.
 */
export function holdCheckpoint(runFolder: string, step: number): HeldCheckpoint {
  const place = checkpointAt(runFolder, step);
  const home = temporaryFolder("pairing-lab-checkpoint-");
  const folder = join(home, basename(place.folder));
  const release = () => {
    rmSync(home, { recursive: true, force: true });
  };
  try {
    mkdirSync(folder);
    for (const name of Object.values(checkpointFiles))
      linkOrCopy(join(place.folder, name), join(folder, name));
  } catch (error) {
    release();
    // Thinned in this very moment: said as where it was gone before.
    checkpointAt(runFolder, step);
    throw error;
  }
  return { place: { ...place, folder }, release };
}

/** Files of a checkpoint are never written to again, so another name for them is as good as a copy. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Another file system, or one without links.
    copyFileSync(from, to);
  }
}
