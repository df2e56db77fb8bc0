import { basename } from "node:path";
import * as vscode from "vscode";
import { LineTail } from "../../runs/line-tail.ts";
import { plainName, plainText } from "../../plain/plain-text.ts";
import { sweepFiles } from "../../sweeps/sweep-record.ts";

const POLL_MS = 500;
/** A line of a log is cut at so many characters. */
const LINE = 10_000;

/** An output channel that shows the log of one run's trainer, or of one sweep, and what comes to it. Its lines have times of their own. */
export class TrainerLog {
  readonly #channel = vscode.window.createOutputChannel("Pairing Lab: Trainer", "log");
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
      for (const line of tail.read()) this.#channel.appendLine(plainText(line, LINE));
    };
    this.#channel.clear();
    this.#channel.appendLine(`${plainName(basename(folder))}: ${plainName(folder, LINE)}`);
    pull();
    this.#timer = setInterval(pull, POLL_MS);
    this.#timer.unref();
    this.#channel.show(true);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#channel.dispose();
  }
}
