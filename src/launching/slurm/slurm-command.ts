import { spawn, type ChildProcess } from "node:child_process";
import { later } from "../../unattended/unattended.ts";
import { slurmEnvironment } from "./environment.ts";

/** Slurm is not there, refused, or does not answer. */
export class SlurmError extends Error {
  override readonly name = "SlurmError";
  /** Whether Slurm may have done what was asked all the same: it was asked and did not answer. */
  readonly unanswered: boolean;

  constructor(message: string, unanswered = false) {
    super(message);
    this.unanswered = unanswered;
  }
}

/** How Slurm's programs are called; their own names unless a test or a site has others. */
export interface SlurmPrograms {
  readonly sbatch: string;
  readonly squeue: string;
  readonly scancel: string;
  /** Its own name where none is said. */
  readonly scontrol?: string;
}

export const slurmPrograms: SlurmPrograms = {
  sbatch: "sbatch",
  squeue: "squeue",
  scancel: "scancel",
};

const MOST_CHARACTERS = 4 * 1024 * 1024;
const SHOWN_CHARACTERS = 500;
/** A killed program may leave children that keep its output open. */
const KILL_GRACE_MS = 1_000;

/** Runs one of Slurm's programs and gives what it prints. Rejects with SlurmError; never waits longer than `timeoutMs`. */
export function slurmCommand(program: string, args: readonly string[], timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // Without streams where the system has no files left to open for them.
    const child: ChildProcess = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      env: slurmEnvironment(process.env),
    });
    let out = "";
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      out = (out + text).slice(0, MOST_CHARACTERS);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(0, SHOWN_CHARACTERS);
    });
    const timer = later(timeoutMs, () => {
      child.kill("SIGTERM");
      later(KILL_GRACE_MS, () => child.kill("SIGKILL")).unref();
      child.stdout?.destroy();
      child.stderr?.destroy();
      const seconds = Math.round(timeoutMs / 1000);
      reject(
        new SlurmError(
          `${program} did not answer within ${seconds} s. Is Slurm's controller up (sinfo)?`,
          true,
        ),
      );
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const why =
        error.code === "ENOENT"
          ? "it is not to be found: is this a machine that jobs can be submitted from?"
          : error.message;
      reject(new SlurmError(`${program} cannot be run: ${why}`));
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(out);
      else reject(new SlurmError(refusal(program, said, signal ?? `exit code ${String(code)}`)));
    });
  });
}

/** What Slurm said, as one line. */
function refusal(program: string, said: string, how: string): string {
  const lines = said.split("\n").map(line => line.replace(/^\w+: (error: )?/, "").trim());
  const text = lines.filter(line => line !== "").join("; ");
  return `${program} refused: ${text === "" ? how : text}`;
}
