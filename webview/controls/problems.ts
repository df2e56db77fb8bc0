import { signal } from "@preact/signals";
import { CallError } from "../../src/protocol/calls.ts";

/** Older ones give way. */
const MOST = 3;

/** What the page could not do, each said once until it is dismissed. */
export class Problems {
  readonly texts = signal<readonly string[]>([]);

  /** Does something of the host's, and says when it cannot. */
  readonly attempt = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      this.complain(error);
    });
  };

  /** What was cancelled is no problem. */
  complain(error: unknown): void {
    if (error instanceof CallError && error.code === "cancelled") return;
    const text = error instanceof Error ? error.message : String(error);
    const { value } = this.texts;
    if (!value.includes(text)) this.texts.value = [...value.slice(1 - MOST), text];
  }

  dismiss(text: string): void {
    this.texts.value = this.texts.value.filter(one => one !== text);
  }
}
