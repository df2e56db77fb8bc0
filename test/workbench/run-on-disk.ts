import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { isAlive } from "../../src/runs/process-name.ts";
import { readJournal, type JournalEntry } from "../../src/runs/journal.ts";
import { runFiles } from "../../src/runs/file-names.ts";
import { readScalars, type ScalarPoint } from "../../src/runs/scalars.ts";
import { readStatus, type RunState, type Status } from "../../src/runs/status.ts";
import { until } from "../support/until.ts";

/** A run as its folder tells: what is true, whatever the workbench shows. */
export class RunOnDisk {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The only run in a folder of runs, once it is there. */
  static async only(runsFolder: string): Promise<RunOnDisk> {
    const [run] = await RunOnDisk.all(runsFolder, 1);
    if (run === undefined) throw new Error("there is no run");
    return run;
  }

  /** The runs in a folder, oldest first, once there are so many and each has a status. */
  static all(runsFolder: string, count: number): Promise<RunOnDisk[]> {
    return until(`${count} runs in ${runsFolder}`, () => {
      const folders = RunOnDisk.list(runsFolder).map(name => join(runsFolder, name));
      const begun = folders.filter(folder => existsSync(join(folder, runFiles.status)));
      return begun.length === count ? begun.map(folder => new RunOnDisk(folder)) : undefined;
    });
  }

  /** Names of run folders, oldest first. */
  static list(runsFolder: string): string[] {
    if (!existsSync(runsFolder)) return [];
    return readdirSync(runsFolder, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  }

  get id(): string {
    return basename(this.folder);
  }

  get status(): Status {
    return readStatus(this.folder);
  }

  get journal(): JournalEntry[] {
    return readJournal(this.folder);
  }

  curve(tag: string): readonly ScalarPoint[] {
    return readScalars(this.folder).get(tag) ?? [];
  }

  async isIn(state: RunState, timeout?: number): Promise<Status> {
    return await until(
      `${this.id} is ${state}`,
      () => (this.status.state === state ? this.status : undefined),
      timeout,
    );
  }

  /** Waits until it has trained up to a step. */
  async reaches(step: number, timeout?: number): Promise<Status> {
    return await until(
      `${this.id} is at step ${step}`,
      () => (this.status.step >= step ? this.status : undefined),
      timeout,
    );
  }

  /** The process that trains it now. */
  get trainer(): number {
    const { pid } = this.status;
    if (pid === null) throw new Error(`${this.id} has no trainer yet`);
    return pid;
  }

  get trainerLives(): boolean {
    const { status } = this;
    return status.pid !== null && isAlive({ ...status, pid: status.pid }) === true;
  }
}
