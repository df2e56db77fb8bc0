import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { AppendLog, type Mishap } from "./append-log.ts";
import {
  digestOfCheckpoint,
  listCheckpoints,
  type CheckpointContent,
  type CheckpointPlace,
} from "./checkpoints.ts";
import { digestOf, readDigests } from "./digests.ts";
import { RunReadError } from "./errors.ts";
import { checkpointFiles, runFiles, stepName, stepOfName } from "./file-names.ts";
import { syncPath, writeFile } from "./replace-file.ts";
import { sweepTemporary, temporaryName } from "./temporary.ts";
import { keptCheckpoints, type ThinningRule, type WishedSteps } from "./thinning.ts";
import { errorCode, tryAgain } from "./write-guard.ts";

const replacedSuffix = ".replaced";
const damagedSuffix = ".damaged";

/** Writes, thins and mends the checkpoints of one run. Throws the system's own errors. */
export class CheckpointWriter {
  readonly #folder: string;
  readonly #runFolder: string;
  readonly #keep: ThinningRule;
  readonly #digests: AppendLog;
  readonly #known: Map<number, string>;

  /** Opens a run's checkpoints and mends what a crash left: half-written ones go, missing digests are made. */
  constructor(runFolder: string, keep: ThinningRule) {
    this.#runFolder = runFolder;
    this.#folder = join(runFolder, runFiles.checkpoints);
    this.#keep = keep;
    mkdirSync(this.#folder, { recursive: true });
    this.#sweep();
    this.#digests = AppendLog.lines(join(runFolder, runFiles.digests), { shared: false });
    this.#known = new Map([...readDigests(runFolder)].map(([step, { digest }]) => [step, digest]));
    for (const place of listCheckpoints(runFolder))
      if (!this.#known.has(place.step)) this.#recordMissing(place);
  }

  /** A temporary folder goes; of one that was being replaced, the new one is in place, or it is itself put back. */
  #sweep(): void {
    sweepTemporary(this.#folder);
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      // Of older releases; only who holds the run makes checkpoints.
      if (/^\.\d+\.tmp$/.test(name)) removeIfPossible(path);
      const replaced = name.endsWith(replacedSuffix)
        ? stepOfName(name.slice(1, -replacedSuffix.length))
        : null;
      if (replaced === null) continue;
      const place = join(this.#folder, stepName(replaced));
      if (existsSync(place)) removeIfPossible(path);
      else
        tryAgain(() => {
          renameSync(path, place);
        });
    }
  }

  /** Of a checkpoint that a crash left without its digest; one that is damaged gets none. */
  #recordMissing(place: CheckpointPlace): void {
    try {
      this.#record(place.step, digestOfCheckpoint(place));
    } catch (error) {
      if (!(error instanceof RunReadError)) throw error;
    }
  }

  #record(step: number, digest: ReturnType<typeof digestOf>): void {
    if (this.#known.get(step) === digest.digest) return;
    this.#digests.appendJson(digest);
    this.#known.set(step, digest.digest);
  }

  /** Writes a checkpoint that is there whole, after a loss of power too, or not at all; then its digest. Can be done again from its start. */
  write(step: number, content: CheckpointContent): void {
    const temporary = temporaryName(join(this.#folder, stepName(step)));
    const { tensors, metadata, generator, discriminator } = content;
    const files = { state: encodeSafetensors(tensors, metadata), generator, discriminator };
    try {
      rmSync(temporary, { recursive: true, force: true });
      mkdirSync(temporary);
      for (const file of ["state", "generator", "discriminator"] as const) {
        writeFile(join(temporary, checkpointFiles[file]), files[file], { durable: true });
      }
      syncPath(temporary);
      this.#place(temporary, stepName(step));
    } catch (error) {
      // On a full disk this makes room for the status that says so.
      removeIfPossible(temporary);
      throw error;
    }
    this.#record(step, digestOf(step, files, tensors));
  }

  /** Renames a written checkpoint into place. One that is there already stays if it is the same. */
  #place(temporary: string, name: string): void {
    const place = join(this.#folder, name);
    const replaced = join(this.#folder, `.${name}${replacedSuffix}`);
    if (existsSync(place)) {
      if (sameFiles(temporary, place)) {
        removeIfPossible(temporary);
        return;
      }
      removeIfPossible(replaced);
      tryAgain(() => {
        renameSync(place, replaced);
      });
    }
    // Written anew for every try, a large one would keep its process waiting for long.
    tryAgain(() => {
      renameSync(temporary, place);
    });
    syncPath(this.#folder);
    removeIfPossible(replaced);
  }

  /** Puts a damaged checkpoint aside, where nobody takes it for one; gives its place in the run's folder. */
  setAside(step: number): string {
    const name = `${stepName(step)}${damagedSuffix}`;
    rmSync(join(this.#folder, name), { recursive: true, force: true });
    renameSync(join(this.#folder, stepName(step)), join(this.#folder, name));
    syncPath(this.#folder);
    return join(runFiles.checkpoints, name);
  }

  /** Removes what neither the rule nor a wish keeps. Can be done again, later, when the system refuses. */
  thin(wished: WishedSteps): void {
    this.#sweep();
    const places = listCheckpoints(this.#runFolder);
    const kept = keptCheckpoints(
      places.map(place => place.step),
      this.#keep,
      wished,
    );
    for (const { step, folder } of places) {
      if (kept.has(step)) continue;
      // Renamed first, so that no reader finds half of it.
      const doomed = temporaryName(join(this.#folder, stepName(step)));
      renameSync(folder, doomed);
      rmSync(doomed, { recursive: true, force: true });
    }
  }

  /** Looks what others did with the digests' file. */
  look(): Mishap | null {
    return this.#digests.look();
  }

  close(): void {
    this.#digests.close();
  }
}

/** What stays is removed by the next one to thin or to open. */
function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (errorCode(error) === "") throw error;
  }
}

function sameFiles(a: string, b: string): boolean {
  return Object.values(checkpointFiles).every(name => {
    try {
      return readFileSync(join(a, name)).equals(readFileSync(join(b, name)));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return false;
      throw error;
    }
  });
}
