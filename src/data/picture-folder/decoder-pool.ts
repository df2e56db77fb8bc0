import { once } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { bytesOf } from "./decoded.ts";
import type { Decoded, DecodeOrder, PictureForm, PictureProblem } from "./decoded.ts";

/** Files of one order: enough to hide the hand-over, few enough for progress to move. */
const FILES_AN_ORDER = 32;
const MOST_THREADS = 8;

/** The threads' program, built beside ours (for tests: further up, in dist). */
function decoderScript(from = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const [beside, built] = [join(folder, "decoder.js"), join(folder, "dist", "decoder.js")];
    if (existsSync(beside)) return beside;
    if (existsSync(built)) return built;
    if (dirname(folder) === folder) throw new Error("decoder.js is missing from this installation");
  }
}

/** One thread. A file that brings it down (memory, a decoder's endless loop in its stack) costs that file alone. */
class DecoderThread {
  #worker: Worker | null = null;

  async decode(order: DecodeOrder): Promise<Decoded> {
    this.#worker ??= new Worker(decoderScript());
    const worker = this.#worker;
    const done = new AbortController();
    worker.postMessage(order);
    try {
      const ended = once(worker, "exit", { signal: done.signal }).then(() => null);
      const answer = once(worker, "message", { signal: done.signal }) as Promise<[Decoded]>;
      const first = await Promise.race([answer, ended]);
      if (first !== null) return first[0];
      throw new Error("the thread ended");
    } catch (error) {
      this.#worker = null;
      return await this.#oneByOne(order, error);
    } finally {
      done.abort();
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #oneByOne(order: DecodeOrder, error: unknown): Promise<Decoded> {
    const { files, ...form } = order;
    const bytes = bytesOf(form);
    const pixels = new Uint8Array(files.length * bytes);
    if (files.length === 1) {
      const why = error instanceof Error ? error.message : String(error);
      return { pixels, problems: [{ why: `decoding it failed (${why})`, passing: false }] };
    }
    const problems: (PictureProblem | null)[] = [];
    for (const [i, file] of files.entries()) {
      const one = await this.decode({ ...form, files: [file] });
      pixels.set(one.pixels, i * bytes);
      problems.push(...one.problems);
    }
    return { pixels, problems };
  }
}

/**
 * Decodes picture files (paths) on several threads, so that this one stays free.
 * @param progress is told how many files are done
 */
export async function decodeInThreads(
  files: readonly string[],
  form: PictureForm,
  progress: (done: number) => void,
): Promise<Decoded> {
  const bytes = bytesOf(form);
  const pixels = new Uint8Array(files.length * bytes);
  const problems = new Array<PictureProblem | null>(files.length).fill(null);
  const orders = Math.ceil(files.length / FILES_AN_ORDER);
  const threads = Math.min(availableParallelism(), MOST_THREADS, orders);
  let next = 0;
  let done = 0;
  const work = async () => {
    const thread = new DecoderThread();
    try {
      for (let from = next; from < files.length; from = next) {
        next += FILES_AN_ORDER;
        const some = files.slice(from, from + FILES_AN_ORDER);
        const decoded = await thread.decode({ ...form, files: some });
        pixels.set(decoded.pixels, from * bytes);
        decoded.problems.forEach((problem, i) => (problems[from + i] = problem));
        done += some.length;
        progress(done);
      }
    } finally {
      await thread.close();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return { pixels, problems };
}
