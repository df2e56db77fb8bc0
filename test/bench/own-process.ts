// Reading measured in processes of its own, in ours and in Python's: their memory is nothing else's.
import { spawnSync } from "node:child_process";
import { interpreter } from "../peers/python.ts";
import { largestMemory } from "../support/largest-memory.ts";
import type { Contender } from "./interleave.ts";

export interface Figures {
  /** On the processor: reading waits for nothing else, and other programs do not count. */
  readonly ms: number;
  /** The largest memory that the process ever had, in bytes; and before it began. */
  readonly peak: number;
  readonly before: number;
  /** How much was found. */
  readonly count: number;
}

/** Does the work, which gives how much it found, and prints the figures. */
export async function printFigures(work: () => Promise<number>): Promise<void> {
  const before = largestMemory();
  const start = process.cpuUsage();
  const count = await work();
  const { user, system } = process.cpuUsage(start);
  const figures: Figures = { ms: (user + system) / 1000, peak: largestMemory(), before, count };
  console.log(JSON.stringify(figures));
}

/** `reading`: what is done with `folder`, which gives how much was found as `count`. */
const pythonProgram = (imports: string, reading: string) => `
import json, os, resource, sys, time
${imports}
peak = lambda: 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
folder, before, start = sys.argv[1], peak(), time.process_time()
${reading}
print(json.dumps(dict(ms=1000 * (time.process_time() - start), peak=peak(), before=before, count=count)))`;

/** Contenders that read a folder, each time in another process. */
export class FolderReaders {
  readonly #folder: string;
  readonly #last = new Map<string, Figures>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The bench's own program again: `node BENCH index FOLDER`. */
  ours(name: string): Contender {
    return this.#reader(name, process.execPath, [process.argv[1] ?? "", "index", this.#folder]);
  }

  python(name: string, imports: string, reading: string): Contender {
    return this.#reader(name, interpreter, ["-c", pythonProgram(imports, reading), this.#folder]);
  }

  /** Those of the last round. */
  figures(name: string): Figures {
    return this.#last.get(name) ?? { ms: NaN, peak: NaN, before: NaN, count: NaN };
  }

  #reader(name: string, program: string, args: readonly string[]): Contender {
    return () => {
      const { stdout, status, stderr } = spawnSync(program, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      const found = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Figures;
      this.#last.set(name, found);
      return Promise.resolve(found.ms);
    };
  }
}
