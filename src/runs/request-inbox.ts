import { join } from "node:path";
import type { Mishap } from "./append-log.ts";
import { ControlReader } from "./control-reader.ts";
import type { ControlRequest } from "./control.ts";
import { runFiles } from "./file-names.ts";
import type { JournalEntry, NewJournalEntry } from "./journal.ts";

/** What came in: requests to act on, and journal entries that settle the rest. */
export interface Mail {
  readonly requests: readonly ControlRequest[];
  readonly entries: readonly Omit<NewJournalEntry, "step">[];
}

/**
 * What is asked of a run and not answered yet. What the journal says was answered is not given again, also after a
 * crash; a repeated id is ignored; of an unreadable line a notice is given once (the notice carries its place).
 */
export class RequestInbox {
  readonly #reader: ControlReader;
  readonly #answered = new Set<string>();
  readonly #given = new Map<string, ControlRequest>();
  readonly #noticed = new Set<number>();

  constructor(folder: string, journal: readonly JournalEntry[]) {
    this.#reader = new ControlReader(join(folder, runFiles.control));
    for (const entry of journal) {
      if (entry.request !== undefined) this.#answered.add(entry.request);
      if (entry.controlOffset !== undefined) this.#noticed.add(entry.controlOffset);
    }
  }

  /** Whether somebody deleted the file of requests since the last look. Throws the system's own errors. */
  look(): Mishap | null {
    return this.#reader.look();
  }

  /** What was appended since the last call. */
  poll(): Mail {
    const requests: ControlRequest[] = [];
    const entries: Omit<NewJournalEntry, "step">[] = [];
    for (const line of this.#reader.poll()) {
      if (line.kind === "unreadable") {
        if (this.#noticed.has(line.offset)) continue;
        this.#noticed.add(line.offset);
        entries.push({ kind: "notice", message: line.message, controlOffset: line.offset });
        continue;
      }
      const id = line.kind === "request" ? line.request.id : line.id;
      if (this.#answered.has(id) || this.#given.has(id)) continue;
      if (line.kind === "request") {
        this.#given.set(id, line.request);
        requests.push(line.request);
      } else entries.push({ kind: "refused", request: id, by: line.by, message: line.message });
    }
    return { requests, entries };
  }

  /** Requests that were given and have no outcome yet. */
  unanswered(): ControlRequest[] {
    return [...this.#given.values()];
  }

  /** Notes that a request has its outcome; false when it had one already. */
  answer(id: string): boolean {
    if (this.#answered.has(id)) return false;
    this.#answered.add(id);
    this.#given.delete(id);
    return true;
  }
}
