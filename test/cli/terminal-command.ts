import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { after } from "node:test";
import { shellWord } from "../../src/plain/shell-word.ts";

const program = resolve("dist/cli.js");

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard error or output has shown `text`; rejects when the process ends before. */
  readonly shows: (text: string) => Promise<void>;
}

/** A folder for one test file, deleted after its tests. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pairing-lab-cli-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Starts `pairing-lab ARGS` in a folder, as a shell would. */
export function start(cwd: string, ...args: readonly string[]): Started {
  return follow(spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] }));
}

function follow(child: ChildProcessByStdio<null, Readable, Readable>): Started {
  const said = { out: "", err: "" };
  const waiting: { readonly text: string; readonly met: () => void }[] = [];
  const hear = (stream: "out" | "err") => (chunk: string) => {
    said[stream] += chunk;
    for (const { text, met } of waiting) if (said.out.includes(text) || said.err.includes(text)) met();
  };
  child.stdout.setEncoding("utf8").on("data", hear("out"));
  child.stderr.setEncoding("utf8").on("data", hear("err"));
  const ended = new Promise<Ended>((settle, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      settle({ code, signal, ...said });
    });
  });
  const shows = (text: string) =>
    new Promise<void>((met, reject) => {
      waiting.push({ text, met });
      if (said.out.includes(text) || said.err.includes(text)) met();
      void ended.then(({ err }) => {
        reject(new Error(`it ended before it said "${text}": ${err}`));
      });
    });
  return { child, ended, shows };
}

/** Runs `pairing-lab ARGS` in a folder to its end. */
export const pairingLab = (cwd: string, ...args: readonly string[]): Promise<Ended> =>
  start(cwd, ...args).ended;

/** Runs a command as it was printed, pasted into a shell that people type in, to its end. */
export function paste(cwd: string, command: string): Promise<Ended> {
  const bin = join(cwd, ".bin");
  mkdirSync(bin, { recursive: true });
  const words = [process.execPath, program].map(shellWord).join(" ");
  writeFileSync(join(bin, "pairing-lab"), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
  return follow(spawn("bash", ["-c", command], { cwd, env, stdio: ["ignore", "pipe", "pipe"] })).ended;
}

/** The last line of standard output: for a training, the run's folder. */
export const lastLine = ({ out }: Ended): string => out.trimEnd().split("\n").at(-1) ?? "";

/** A training of a second: a small ring, evaluated and kept often. Gives the file's name. */
export function writeSmallExperiment(
  folder: string,
  changes: Readonly<Record<string, unknown>> = {},
): string {
  const experiment = {
    name: "small",
    steps: 60,
    batch: 16,
    data: { kind: "ring", modes: 4 },
    generator: { kind: "mlp", hidden: [8] },
    discriminator: { kind: "mlp", hidden: [8] },
    pairing: { kind: "neighbour", weight: 0.01, embedding: { hidden: [8], size: 4 } },
    record: { scalars: 10, samples: 20, evaluation: 30, checkpoint: 20 },
    evaluation: { samples: 100 },
    ...changes,
  };
  const name = `${experiment.name}.gan.json`;
  writeFileSync(join(folder, name), JSON.stringify(experiment));
  return name;
}
