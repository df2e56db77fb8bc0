import { basename } from "node:path";
import { LineTail } from "../../runs/line-tail.ts";
import { LONG_PATH, NAME } from "../../plain/plain-text.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";
import { every } from "../../unattended/unattended.ts";
import { LineChannel } from "../door/channels.ts";
import { say, words } from "../door/words.ts";

const POLL_MS = 500;

/** An output channel that shows the log of one run's trainer, or of one sweep, and what comes to it. Its lines have times of their own. */
export class TrainerLog {
  readonly #channel = new LineChannel("Pairing Lab: Trainer");
  #timer: NodeJS.Timeout | undefined;

  show(folder: string): void {
    this.#show(folder, new LineTail(folder));
  }

  /** The same for the process that trains a sweep. */
  showSweep(folder: string): void {
    this.#show(folder, new LineTail(folder, sweepFiles.log));
  }

  #show(folder: string, tail: LineTail): void {
    clearInterval(this.#timer);
    const pull = () => {
      for (const line of tail.read()) this.#channel.add(line);
    };
    this.#channel.begin(say`${words(basename(folder), NAME)}: ${words(folder, LONG_PATH)}`);
    pull();
    this.#timer = every(POLL_MS, pull);
    this.#timer.unref();
    this.#channel.show();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#channel.dispose();
  }
}
