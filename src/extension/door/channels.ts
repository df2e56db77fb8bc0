import * as vscode from "vscode";
import { plainText, visibleLine } from "../../plain/plain-text.ts";
import { shown, type Text, type Words } from "./words.ts";

/** A line of a log is cut at so many characters, a stack at so many lines. */
const LINE = 10_000;
const STACK = 50;

/** What Pairing Lab itself did and met, for whoever looks for a reason. */
export class OwnLog {
  readonly #channel = vscode.window.createOutputChannel("Pairing Lab", { log: true });

  info(message: Words): void {
    this.#channel.info(message.text);
  }

  warn(message: Words): void {
    this.#channel.warn(message.text);
  }

  /** With where it came from, as far as the error tells. */
  error(message: Words, error?: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? "").split("\n").slice(0, STACK) : [];
    this.#channel.error([message.text, ...stack.map(line => visibleLine(line.slice(0, LINE)))].join("\n"));
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

/** An output channel that shows another log's lines, each with its own time. */
export class LineChannel {
  readonly #channel: vscode.OutputChannel;

  constructor(name: string) {
    this.#channel = vscode.window.createOutputChannel(name, "log");
  }

  /** Begins anew, under a heading. */
  begin(heading: Text): void {
    this.#channel.clear();
    this.#channel.appendLine(shown(heading));
  }

  add(line: string): void {
    this.#channel.appendLine(plainText(line, LINE));
  }

  /** The keyboard stays where it is. */
  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
