import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { appendRequest } from "../runs/control.ts";
import { runFiles } from "../runs/file-names.ts";
import { readStatus } from "../runs/status.ts";
import { STOP_MESSAGE } from "../runs/stop-message.ts";
import { asWriteError, closeAnyway, errorCode } from "../runs/write-guard.ts";
import { later } from "../unattended/unattended.ts";
import { foldersUpward } from "./versions.ts";

/** The trainer's process could not be started. */
export class TrainerError extends Error {
  override readonly name = "TrainerError";
}

/** How a trainer process ended. */
export interface TrainerEnd {
  /** Its exit code (0 done or stopped, 1 failed, 2 wrong input, 130 interrupted), or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last line on standard error, or the status' message when it is detached; "" when there was none. */
  readonly message: string;
}

export interface Trainer {
  readonly folder: string;
  readonly pid: number;
  readonly ended: Promise<TrainerEnd>;
  /** Asks it to save a checkpoint and end (as Ctrl-C does; more often is no more), and kills it after `graceMs`; without, it has the time that its step takes. */
  stop(graceMs?: number): Promise<TrainerEnd>;
}

export interface TrainerOptions {
  /** A detached trainer survives us; an attached one ends when we do. */
  readonly detached: boolean;
  /** Plan this step as the run's last from now on. */
  readonly steps?: number;
  /** Train up to this step for now, whatever is planned. */
  readonly upTo?: number;
  readonly replayOf?: string;
  /** Whether code that the run keeps, modules of the researcher's own, may run; it may not when left out. */
  readonly trust?: boolean;
  /** The folder with TensorFlow's package, for runs of its devices; native code of it runs. */
  readonly tensorflowFolder?: string | undefined;
  /** The trainer's program, where it is not beside our own. */
  readonly script?: string;
}

/** V8 doubles its young generation when it likes (20 MB in the middle of a long run); 8 MB serve a trainer as well. */
const NODE_FLAGS = ["--max-semi-space-size=8"];
const KEPT_CHARACTERS = 64 * 1024;
/** Runtimes warn on standard error past every level of logging: a graphics card's with what looks like a stack trace, ONNX Runtime in colours. */
const runtimesTalk = /^Warning: |^\s+at |\[[VIWEF]:onnxruntime/;

/** The trainer's program. Throws TrainerError where it is missing. */
export const trainerScript = (from?: string): string => programScript("trainer", from);

/** A program of ours, found from where our own bundle lies: beside it, or in the dist folder of a checkout around it. Throws TrainerError where it is missing. */
export function programScript(name: string, from = dirname(fileURLToPath(import.meta.url))): string {
  for (const folder of foldersUpward(from)) {
    for (const candidate of [join(folder, `${name}.js`), join(folder, "dist", `${name}.js`)]) {
      if (existsSync(candidate)) return candidate;
    }
  }
  throw new TrainerError(`${name}.js is not to be found beside ${from}. ${whatToDo(from)}`);
}

/** Of a missing program: a checkout was not built; an installation was updated or removed under our feet. */
function whatToDo(from: string): string {
  const isCheckout = [...foldersUpward(from)].some(folder => existsSync(join(folder, "esbuild.mjs")));
  return isCheckout
    ? "Build it: npm run build."
    : "Pairing Lab was updated or removed since: reload the window, or install it again.";
}

/**
 * The program that runs ours: our own. An editor's server is updated, and its Node removed with the version before, while
 * what that started goes on: Linux still has the file of a process that lives, elsewhere one on the PATH serves.
 */
export function nodeProgram(): string {
  if (existsSync(process.execPath)) return process.execPath;
  return process.platform === "linux" ? `/proc/${process.pid}/exe` : "node";
}

/** The words after Node's on the command line of a trainer, without the run's folder. Throws TrainerError where its program is missing. */
export function trainerWords(script = trainerScript()): string[] {
  if (!existsSync(script)) throw new TrainerError(`${script} is missing. ${whatToDo(dirname(script))}`);
  return [...NODE_FLAGS, script];
}

/** Starts the trainer on a run's folder; resolves when its process runs. Rejects with TrainerError; RunWriteError where the folder is gone. */
export async function startTrainer(folder: string, options: TrainerOptions): Promise<Trainer> {
  const { detached, steps, upTo, replayOf, trust = false, tensorflowFolder, script } = options;
  const words = trainerWords(script);
  const log = openLog(join(folder, runFiles.log));
  const out = log ?? "ignore";
  const args = [...words, folder];
  if (steps !== undefined) args.push("--steps", String(steps));
  if (upTo !== undefined) args.push("--up-to", String(upTo));
  if (replayOf !== undefined) args.push("--replay-of", replayOf);
  if (tensorflowFolder !== undefined) args.push("--tensorflow", tensorflowFolder);
  if (trust) args.push("--trust");
  const child = await running(() =>
    spawn(nodeProgram(), args, {
      detached,
      stdio: detached ? ["ignore", out, out] : ["ignore", out, "pipe", "ipc"],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      windowsHide: true,
    }),
  ).catch((error: unknown) => {
    if (log !== null) closeAnyway(log);
    throw new TrainerError(`the trainer could not be started: ${String(error)}`, { cause: error });
  });
  const said = detached ? null : collectErrors(child, log);
  const ended = endOf(child, () => said?.() ?? statusMessage(folder)).finally(() => {
    if (log !== null) closeAnyway(log);
  });
  const stop = async (graceMs?: number) => {
    askToEnd(child, folder);
    // Whoever waits for a detached one lives as long.
    child.ref();
    const timer = graceMs === undefined ? undefined : later(graceMs, () => child.kill("SIGKILL"));
    try {
      return await ended;
    } finally {
      clearTimeout(timer);
    }
  };
  if (detached) child.unref();
  return { folder, pid: child.pid ?? 0, ended, stop };
}

/** A process once it runs. Where its program was removed after it was found, it is started once more, by what is there now. */
async function running(start: () => ChildProcess): Promise<ChildProcess> {
  const begin = async () => {
    const child = start();
    await once(child, "spawn");
    return child;
  };
  try {
    return await begin();
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return begin();
  }
}

/** The run's log; null where it cannot be opened, which keeps nobody from training. Throws RunWriteError where the folder is gone. */
function openLog(path: string): number | null {
  try {
    return openSync(path, "a");
  } catch (error) {
    if (errorCode(error) === "ENOENT") throw asWriteError(error, path);
    return null;
  }
}

/** Keeps the end of what a child says on standard error, and copies it all to its log. Gives its last line. */
function collectErrors(child: ChildProcess, log: number | null): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-KEPT_CHARACTERS);
    try {
      if (log !== null) writeSync(log, chunk);
    } catch {
      // A full disk: what was said last reaches the user anyway.
    }
  });
  return () =>
    text
      .trimEnd()
      .split("\n")
      .filter(line => !runtimesTalk.test(line))
      .at(-1)
      ?.trim() ?? "";
}

function statusMessage(folder: string): string {
  try {
    return readStatus(folder).message;
  } catch {
    return "";
  }
}

function endOf(child: ChildProcess, message: () => string): Promise<TrainerEnd> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ code, signal, message: message() });
    });
  });
}

/** By a message where there is a channel. A detached trainer has none: by a signal, and on Windows, where signals kill, by a request. */
function askToEnd(child: ChildProcess, folder: string): void {
  if (child.connected) {
    // A channel that closes in this very moment: the trainer has ended.
    child.send(STOP_MESSAGE, () => undefined);
  } else if (child.exitCode === null && child.signalCode === null) {
    if (process.platform !== "win32") child.kill("SIGINT");
    else
      appendRequest(folder, { id: randomUUID(), at: new Date().toISOString(), by: "launcher", do: "stop" });
  }
}
