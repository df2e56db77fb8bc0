import { basename } from "node:path";
import * as vscode from "vscode";
import { LogTail } from "../../runs/log-tail.ts";

const POLL_MS = 500;

/** An output channel that shows the log of one run's trainer, and what comes to it. Its lines have times of their own. */
export class TrainerLog {
  readonly #channel = vscode.window.createOutputChannel("Pairing Lab: Trainer", "log");
  #timer: NodeJS.Timeout | undefined;

  show(folder: string): void {
    clearInterval(this.#timer);
    const tail = new LogTail(folder);
    const pull = () => {
      for (const line of tail.read()) this.#channel.appendLine(line);
    };
    this.#channel.clear();
    this.#channel.appendLine(`${basename(folder)}: ${folder}`);
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
