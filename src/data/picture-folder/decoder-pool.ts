import { once } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { PictureAside } from "../../formats/picture-aside.ts";
import { letGo } from "../../unattended/unattended.ts";
import { bytesOf } from "./decoded.ts";
import type { DecodeAnswer, Decoded, DecodeOrder, PictureForm, PictureProblem } from "./decoded.ts";

/** Files of one order: enough to hide the hand-over, few enough for progress to move. */
const FILES_AN_ORDER = 32;
const MOST_THREADS = 8;
/** Of larger pictures only one is decoded at a time. */
const MOST_PIXELS_AT_ONCE = 2 ** 22;
/** What the decoders need for each at most, and how much of the free memory they may have together. */
const BYTES_A_PIXEL = 32;
const MEMORY_SHARE = 1 / 4;

/** The threads' program, built beside ours (for tests: further up, in dist). */
function decoderScript(from = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const [beside, built] = [join(folder, "decoder.js"), join(folder, "dist", "decoder.js")];
    if (existsSync(beside)) return beside;
    if (existsSync(built)) return built;
    if (dirname(folder) === folder) throw new Error("decoder.js is missing from this installation");
  }
}

/** A picture that takes longer is left out. */
const PATIENCE_MS = 120_000;

/** Rejects, with what to tell people, when a thread has had its files for too long. */
export type Patience = (files: readonly string[], done: AbortSignal) => Promise<never>;

async function twoMinutes(_files: readonly string[], done: AbortSignal): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { signal: done });
  throw new Error(`it took longer than ${PATIENCE_MS / 1000} s`);
}

/** One thread. A file that brings it down (memory, a decoder that does not end) costs that file alone. */
class DecoderThread {
  readonly #patience: Patience;
  readonly #signal: AbortSignal | undefined;
  #worker: Worker | null = null;

  constructor(patience: Patience, signal: AbortSignal | undefined) {
    this.#patience = patience;
    this.#signal = signal;
  }

  async decode(order: DecodeOrder): Promise<DecodeAnswer> {
    this.#signal?.throwIfAborted();
    const worker = (this.#worker ??= this.#begin());
    const done = new AbortController();
    const { signal } = done;
    try {
      const tooLong = this.#patience(order.files, signal);
      const ended = once(worker, "exit", { signal }).then(() => null);
      const answer = once(worker, "message", { signal }) as Promise<[DecodeAnswer]>;
      worker.postMessage(order);
      const first = await Promise.race([tooLong, answer, ended]);
      if (first !== null) return first[0];
      throw new Error("the thread ended");
    } catch (error) {
      this.#worker = null;
      await worker.terminate();
      this.#signal?.throwIfAborted();
      return await this.#oneByOne(order, error);
    } finally {
      done.abort();
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #begin(): Worker {
    // Between two orders nobody else hears that it broke.
    return new Worker(decoderScript()).on("error", () => {
      this.#worker = null;
    });
  }

  async #oneByOne(order: DecodeOrder, error: unknown): Promise<DecodeAnswer> {
    const { files } = order;
    const bytes = bytesOf(order);
    const pixels = new Uint8Array(files.length * bytes);
    if (files.length === 1) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        pixels,
        problems: [{ why: `decoding it failed (${why})`, passing: false }],
        asides: [[]],
        left: [],
      };
    }
    const problems: (PictureProblem | null)[] = [];
    const asides: (readonly PictureAside[])[] = [];
    const left: number[] = [];
    for (const [i, file] of files.entries()) {
      const one = await this.decode({ ...order, files: [file] });
      pixels.set(one.pixels, i * bytes);
      problems.push(...one.problems);
      asides.push(...one.asides);
      if (one.left.length > 0) left.push(i);
    }
    return { pixels, problems, asides, left };
  }
}

/** As many threads as there are cores, at most eight, and no more than free memory has room for. */
function threadCount(): number {
  const room = Math.floor((MEMORY_SHARE * freemem()) / (BYTES_A_PIXEL * MOST_PIXELS_AT_ONCE));
  return Math.max(1, Math.min(availableParallelism(), MOST_THREADS, room));
}

/**
 * Decodes picture files (paths) on several threads, so that this one stays free. Large pictures, which may take two
 * gigabytes each, are decoded at the end, one at a time.
 * @param progress is told how many files are done
 * @param signal ends it, whatever a thread is at; it then rejects with the signal's reason
 * @param patience ends a thread that has had its files for too long
 */
export async function decodeInThreads(
  files: readonly string[],
  form: PictureForm,
  progress: (done: number) => void,
  signal?: AbortSignal,
  patience: Patience = twoMinutes,
): Promise<Decoded> {
  const bytes = bytesOf(form);
  const pixels = new Uint8Array(files.length * bytes);
  const problems = new Array<PictureProblem | null>(files.length).fill(null);
  const asides: (readonly PictureAside[])[] = files.map(() => []);
  const large: number[] = [];
  let done = 0;
  /** Decodes the files with these numbers, so many an order; gives those that were left. */
  const decode = async (places: readonly number[], threads: number, anOrder: number, mostPixels: number) => {
    let next = 0;
    const work = async () => {
      const thread = new DecoderThread(patience, signal);
      const close = () => {
        letGo(thread.close());
      };
      signal?.addEventListener("abort", close);
      try {
        for (let from = next; from < places.length; from = next) {
          next += anOrder;
          const some = places.slice(from, from + anOrder);
          const order = { ...form, mostPixels, files: some.map(place => files[place] ?? "") };
          const decoded = await thread.decode(order);
          some.forEach((place, i) => {
            pixels.set(decoded.pixels.subarray(i * bytes, (i + 1) * bytes), place * bytes);
            problems[place] = decoded.problems[i] ?? null;
            asides[place] = decoded.asides[i] ?? [];
          });
          for (const i of decoded.left) large.push(some[i] ?? 0);
          done += some.length - decoded.left.length;
          progress(done);
        }
      } finally {
        signal?.removeEventListener("abort", close);
        await thread.close();
      }
    };
    await Promise.all(Array.from({ length: Math.min(threads, Math.ceil(places.length / anOrder)) }, work));
  };
  const all = files.map((_, place) => place);
  await decode(all, threadCount(), FILES_AN_ORDER, MOST_PIXELS_AT_ONCE);
  await decode(large.splice(0), 1, 1, Infinity);
  return { pixels, problems, asides };
}
