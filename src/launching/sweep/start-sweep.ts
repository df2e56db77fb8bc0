import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { closeAnyway, guardWrite } from "../../runs/write-guard.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";
import { shellWord } from "../../plain/shell-word.ts";
import { optionWords, pathWord, typedCommand } from "../../runs/typed-command.ts";
import type { LauncherName } from "../launchers.ts";
import { nodeProgram, TrainerError } from "../trainer.ts";

/** How far a search for a weight goes. */
export interface Search {
  readonly seeds: number;
  /** Steps of all its runs together. */
  readonly budget: number;
}

export interface SweepStart {
  /** The sweep file, or the experiment whose weight of pairing is searched, or of which several seeds are trained. */
  readonly file: string;
  /** With neither of the two the file is a sweep's. */
  readonly search?: Search;
  readonly seeds?: number;
  /** The sweep's runs folder. */
  readonly folder: string;
  /** Whether modules of the researcher's own may run. */
  readonly trust: boolean;
  /** The folder with TensorFlow's package, for runs of its devices. */
  readonly tensorflowFolder?: string | undefined;
  /** The terminal command's program, cli.js. */
  readonly program: string;
  /** Runs at a time; null: as many as the launcher thinks right. */
  readonly jobs: number | null;
  readonly where:
    | { readonly launcher: Exclude<LauncherName, "slurm"> }
    | { readonly launcher: "slurm"; readonly options: readonly string[] };
}

/** The words of the terminal command that trains a sweep, or searches a weight. */
export function sweepWords({
  file,
  search,
  seeds,
  folder,
  trust,
  tensorflowFolder,
  jobs,
  where,
}: Omit<SweepStart, "program">): string[] {
  const words =
    seeds === undefined
      ? [search === undefined ? "sweep" : "tune", pathWord(file), ...optionWords("runs", folder)]
      : ["train", pathWord(file), "--seeds", String(seeds), ...optionWords("runs", dirname(folder))];
  if (search !== undefined) words.push("--seeds", String(search.seeds), "--budget", String(search.budget));
  if (trust) words.push("--trust");
  if (tensorflowFolder !== undefined) words.push(...optionWords("tensorflow", tensorflowFolder));
  if (jobs !== null) words.push("--jobs", String(jobs));
  if (where.launcher !== "local") words.push("--launcher", where.launcher);
  const options = where.launcher === "slurm" ? where.options.map(shellWord).join(" ") : "";
  return options === "" ? words : [...words, "--slurm", options];
}

/**
 * Starts the terminal command on a sweep, detached, so that it outlives us; what it says stands in sweep.log of the
 * sweep's folder. Resolves when its process runs; `ended` settles when it has ended, as far as we live to see it. Rejects with
 * TrainerError or RunWriteError.
 */
export async function startSweep(order: SweepStart): Promise<{ readonly ended: Promise<number | null> }> {
  const { folder, program } = order;
  const words = sweepWords(order);
  const path = join(folder, sweepFiles.log);
  const log = guardWrite(path, () => {
    mkdirSync(folder, { recursive: true });
    return openSync(path, "a");
  });
  try {
    writeSync(log, `${new Date().toISOString()} ${typedCommand(words)}\n`);
    const child = spawn(nodeProgram(), [program, ...words], {
      detached: true,
      stdio: ["ignore", "ignore", log],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      windowsHide: true,
    });
    const ended = new Promise<number | null>(resolve => {
      child.once("close", resolve);
    });
    try {
      await once(child, "spawn");
    } catch (error) {
      throw new TrainerError(`the sweep could not be started: ${String(error)}`, { cause: error });
    }
    child.unref();
    return { ended };
  } finally {
    closeAnyway(log);
  }
}
