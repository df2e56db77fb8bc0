import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runFiles, stepName } from "../../src/runs/file-names.ts";
import { listRuns } from "../../src/runs/list.ts";
import { until } from "../support/until.ts";

/** A sweep's runs as its folder tells: what is true, whatever the workbench shows. */
export class SweepOnDisk {
  readonly folder: string;
  readonly #timeout: number | undefined;

  /** @param timeout how long to wait for its runs, in milliseconds: a cluster takes its time */
  constructor(folder: string, timeout?: number) {
    this.folder = folder;
    this.#timeout = timeout;
  }

  /** Waits until so many of its runs have taken more than 20 steps. */
  async trains(count: number): Promise<void> {
    const begun = async () => (await this.#steps()).filter(step => step > 20).length === count;
    await until(`${count} runs train`, begun, this.#timeout);
  }

  /** Every run was stopped and has a checkpoint of its last step. */
  async isSaved(): Promise<void> {
    for (const run of await listRuns(this.folder)) {
      assert.ok(run.kind === "run");
      assert.equal(run.status.state, "stopped");
      assert.equal(run.state, "stopped");
      assert.ok(existsSync(join(run.folder, runFiles.checkpoints, stepName(run.status.step))));
    }
  }

  /** Does something, and waits until every run is further than any was. */
  async goesOnBy(press: () => Promise<void>): Promise<void> {
    const before = Math.max(...(await this.#steps()));
    await press();
    await until("they go on", async () => Math.min(...(await this.#steps())) > before, this.#timeout);
  }

  async #steps(): Promise<number[]> {
    return (await listRuns(this.folder)).map(run => (run.kind === "run" ? run.status.step : -1));
  }
}
