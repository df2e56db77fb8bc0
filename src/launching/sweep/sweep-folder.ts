import { join } from "node:path";
import { InputError } from "../../experiment/input-error.ts";
import { FolderLock } from "../../runs/folder-lock.ts";
import { runFiles } from "../../runs/file-names.ts";
import { recordedFile } from "../../runs/own-file.ts";
import { listRuns, type ObservedRun, type RunListing } from "../../runs/list.ts";
import { sweepTemporary } from "../../runs/temporary.ts";
import { Troubles } from "../../runs/troubles.ts";
import { guardWrite } from "../../runs/write-guard.ts";
import type { CheckedSweep } from "../../sweeps/read.ts";
import { differenceOf } from "../../sweeps/same-sweep.ts";
import {
  readSweepRecord,
  writeSweepRecord,
  type Decision,
  type SweepRecord,
} from "../../sweeps/sweep-record.ts";
import { runsOfSweep } from "../../sweeps/sweep-runs.ts";
import { every } from "../../unattended/unattended.ts";
import { takeCancelRequest } from "./cancel-request.ts";

const BEAT_MS = 1_000;

export interface SweepHooks {
  /** Told what people should know. */
  readonly say: (line: string) => void;
  /** Somebody asks by the folder to end. */
  readonly cancelAsked?: () => void;
}

/** The runs folder of a sweep, held by this process: of two that are started in one folder, the second is refused. */
export class SweepFolder {
  readonly path: string;
  /** Those that each run may use: the same for all, so that they have the same threads. */
  readonly cores: number;
  readonly #sweep: CheckedSweep;
  readonly #lock: FolderLock;
  readonly #timer: NodeJS.Timeout;
  #record: SweepRecord;

  private constructor(
    path: string,
    sweep: CheckedSweep,
    record: SweepRecord & { readonly cores: number },
    lock: FolderLock,
    { say, cancelAsked }: SweepHooks,
  ) {
    this.path = path;
    this.cores = record.cores;
    this.#sweep = sweep;
    this.#record = record;
    this.#lock = lock;
    const troubles = new Troubles(say);
    this.#timer = every(BEAT_MS, () => {
      troubles.attempt(join(path, runFiles.lock), () => {
        lock.beat();
      });
      if (takeCancelRequest(path)) cancelAsked?.();
    });
    this.#timer.unref();
  }

  /**
   * Opens the folder for a sweep that was checked, making it where there is none, and records the plan in it. Throws
   * InputError where it holds another sweep, RunHeldError where another process trains this one, RunReadError,
   * RunWriteError. `cores` are those of each run, where none were made here before; `modules` the digests of the texts
   * that runs will be made with.
   */
  static async open(
    path: string,
    sweep: CheckedSweep,
    { cores, modules, ...hooks }: SweepHooks & Pick<SweepRecord, "modules"> & { readonly cores: number },
  ): Promise<SweepFolder> {
    const before = readSweepRecord(path);
    const why = otherSweepIn(sweep, before, await listRuns(path)) ?? otherModule(before?.modules, modules);
    if (why !== null) {
      const message = `${why}; give the sweep "${sweep.name}" a folder of its own with --runs DIR`;
      throw new InputError([{ file: path, path: "", message }]);
    }
    const { name, sweepFile, experimentFile, experiment, axes, seeds, measures, baseline, halving } = sweep;
    const decisions = sameHalving(before, sweep) ? (before?.decisions ?? []) : [];
    const record = {
      name,
      sweepFile: sweepFile === null ? null : recordedFile(path, sweepFile),
      experimentFile,
      experiment,
      axes,
      seeds,
      measures,
      baseline,
      halving,
      decisions,
      cores: before?.cores ?? cores,
      modules: { ...before?.modules, ...modules },
    };
    if (before === null) writeSweepRecord(path, record);
    const lock = await FolderLock.acquire(path, { watching: hooks.say });
    try {
      sweepTemporary(path);
      writeSweepRecord(path, record);
      takeCancelRequest(path);
    } catch (error) {
      lock.release();
      throw error;
    }
    return new SweepFolder(path, sweep, record, lock, hooks);
  }

  get decisions(): readonly Decision[] {
    return this.#record.decisions;
  }

  /** The sweep's runs that are there, by key. */
  async runs(): Promise<Map<string, ObservedRun>> {
    return runsOfSweep(this.#sweep, await listRuns(this.path));
  }

  decided(decision: Decision): void {
    guardWrite(this.path, () => {
      this.#lock.check();
    });
    this.#record = { ...this.#record, decisions: [...this.#record.decisions, decision] };
    writeSweepRecord(this.path, this.#record);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#lock.release();
  }
}

/** Decisions hold as long as the rule does. */
const sameHalving = (before: SweepRecord | null, { halving }: CheckedSweep): boolean =>
  JSON.stringify(before?.halving) === JSON.stringify(halving);

/** Why a folder cannot hold this sweep: it holds another one; null where it can. Rejects with RunReadError. */
export async function folderRefusal(path: string, sweep: CheckedSweep): Promise<string | null> {
  return otherSweepIn(sweep, readSweepRecord(path), await listRuns(path));
}

/** Why runs of these modules do not belong beside those that are there; null where they do. */
function otherModule(before: SweepRecord["modules"] = {}, now: SweepRecord["modules"] = {}): string | null {
  const changed = Object.keys(now).find(name => before[name] !== undefined && before[name] !== now[name]);
  return changed === undefined ? null : `it holds this sweep with another text of the module ${changed}`;
}

function otherSweepIn(
  sweep: CheckedSweep,
  record: SweepRecord | null,
  listings: readonly RunListing[],
): string | null {
  if (record !== null) return differenceOf(record, sweep);
  for (const listing of listings) {
    const other = listing.kind === "run" ? listing.info.sweep?.name : undefined;
    if (other !== undefined) return `it holds runs of the sweep "${other}" and no record of it (sweep.json)`;
  }
  return null;
}
