import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";

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
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
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
