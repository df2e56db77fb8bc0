import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { every } from "../unattended/unattended.ts";
import { AppendLog } from "./append-log.ts";
import { CheckpointWriter } from "./checkpoint-writer.ts";
import type { CheckpointContent } from "./checkpoints.ts";
import type { ControlRequest } from "./control.ts";
import { LockLostError, RunReadError, RunWriteError } from "./errors.ts";
import { evaluationAmong, evaluationUpTo, type EvaluationRecord } from "./evaluations.ts";
import { EventWriter } from "./event-writer.ts";
import { eventFiles } from "./event-files.ts";
import { keepHistory, readHistory } from "./history-file.ts";
import { History } from "./history.ts";
import { FolderLock, type LockOptions } from "./folder-lock.ts";
import { readJournal, type NewJournalEntry } from "./journal.ts";
import { runFiles } from "./file-names.ts";
import { mishapMessage } from "./mishap-message.ts";
import { notesToKeepBy } from "./notes.ts";
import { Presence } from "./presence.ts";
import { replaceFile } from "./replace-file.ts";
import { RequestInbox } from "./request-inbox.ts";
import { readRunInfo, resolvedRunInfo, type RunInfo } from "./run-info.ts";
import { samplesFile } from "./samples.ts";
import { isEnded, readableStatus, type StatusUpdate } from "./status.ts";
import { StatusWriter } from "./status-writer.ts";
import { sweepTemporary } from "./temporary.ts";
import type { WishedSteps } from "./thinning.ts";
import { Troubles } from "./troubles.ts";
import { thinningRule, Wishes } from "./wishes.ts";
import { asWriteError, errorCode, guardWrite, tryAgain } from "./write-guard.ts";

const BEAT_MS = 1_000;

type Tries = "once" | "for seconds";

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** Takes the run's lock (waiting up to 3 s for a holder to go, else RunHeldError) and mends what a crash left. Throws RunReadError, RunWriteError. */
export async function openRunForWriting(folder: string, options?: LockOptions): Promise<RunWriter> {
  const info = resolvedRunInfo(readRunInfo(folder), folder);
  let lock: FolderLock | undefined;
  try {
    lock = await FolderLock.acquire(folder, {
      watching: message => {
        appendToLog(folder, message);
      },
      ...options,
    });
    return new RunWriter(folder, info, lock);
  } catch (error) {
    lock?.release();
    throw asWriteError(error, folder);
  }
}

/**
 * The one writer of a run's folder. Everything is synchronous: when a call returns, the system has the bytes (points
 * excepted, see `scalars`). Every write first checks that the run is still ours (LockLostError). Where the system refuses
 * what results are made of, it is tried again for some seconds, then that is a RunWriteError; trouble with the rest
 * (heartbeat, status, log, requests, history, thinning) is told by a notice in the journal and tried again at the next beat or
 * checkpoint. Give everything of step s (scalars, samples, pictures) before checkpoint(s): it is then on disk before the
 * checkpoint, so that who resumes from there finds the whole history.
 */
export class RunWriter {
  readonly folder: string;
  readonly info: RunInfo;
  readonly #lock: FolderLock;
  readonly #events: EventWriter;
  readonly #checkpoints: CheckpointWriter;
  readonly #wishes: Wishes;
  readonly #journal: AppendLog;
  readonly #evaluations: AppendLog;
  readonly #log: AppendLog;
  readonly #status: StatusWriter;
  readonly #inbox: RequestInbox;
  readonly #notes: Presence;
  readonly #timer: NodeJS.Timeout;
  /** Requests to the process before this one that hold for this one too. */
  readonly #kept: ControlRequest[] = [];
  #lastEvaluation: EvaluationRecord | null = null;
  #history = new History();
  readonly #troubles = new Troubles(message => {
    this.#untold.push(message);
  });
  /** Troubles and mishaps that wait for the journal: it may be refused as well. */
  readonly #untold: string[] = [];
  /** The step that the process before this one left. */
  readonly #firstStep: number;
  /** By a clock that nobody sets. */
  #beatAt = -Infinity;
  /** What the timer met; thrown at the next call. */
  #failure: Error | null = null;
  #closed = false;

  /** Opens the files of a run whose lock is held. For `openRunForWriting` alone. */
  constructor(folder: string, info: RunInfo, lock: FolderLock) {
    this.folder = folder;
    this.info = info;
    this.#lock = lock;
    mkdirSync(join(folder, runFiles.samples), { recursive: true });
    for (const place of [folder, join(folder, runFiles.samples)]) sweepTemporary(place);
    // First the log, which fences off a line that a crash has torn: read after that, it is what a later reader sees.
    this.#journal = AppendLog.lines(join(folder, runFiles.journal), { shared: false });
    const journal = readJournal(folder);
    this.#checkpoints = new CheckpointWriter(folder, thinningRule(info));
    this.#evaluations = AppendLog.lines(join(folder, runFiles.evaluations), { shared: false });
    this.#wishes = new Wishes(info);
    this.#wishes.recall(folder);
    this.#log = AppendLog.lines(join(folder, runFiles.log), { shared: true });
    this.#events = new EventWriter(folder);
    this.#status = new StatusWriter(folder);
    this.#inbox = new RequestInbox(folder, journal);
    this.#notes = new Presence(join(folder, runFiles.notes));
    const before = readableStatus(folder);
    this.#firstStep = before?.step ?? 0;
    if (before !== null && isEnded(before.state)) {
      this.#refuseAll("the run had ended before this request was read");
    } else if (before !== null && before.pid !== null) this.#refuseOutdated();
    this.#timer = every(BEAT_MS, () => {
      this.#beatQuietly();
    });
    this.#timer.unref();
  }

  /** Points of a step; buffered until flush, checkpoint, close, or a call more than 100 ms after the last write. Values that are not finite are left out. */
  scalars(step: number, values: Readonly<Record<string, number>>): void {
    const scalars = Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
    if (Object.keys(scalars).length === 0) return;
    const due = this.#write(this.folder, () =>
      this.#events.add({ wallTime: Date.now() / 1000, step, kind: "scalars", scalars }),
    );
    this.#history.add({ step, scalars });
    if (due) this.flush();
  }

  /** What was recorded so far: by this session, and before it where that was recalled. */
  get history(): History {
    return this.#history;
  }

  /** The last evaluation, likewise. */
  get lastEvaluation(): EvaluationRecord | null {
    return this.#lastEvaluation;
  }

  /** Whether sessions before this one recorded anything. */
  get hasRecord(): boolean {
    return eventFiles(this.folder).length > 0;
  }

  /** Takes up what sessions before this one recorded up to a step, that step included. */
  recall(step: number): void {
    const reading = readHistory(this.folder, step);
    for (;;) {
      const { done, value } = reading.next();
      this.beat();
      if (done !== true) continue;
      this.#history = value;
      this.#lastEvaluation = evaluationUpTo(this.folder, step) ?? evaluationAmong(value.tags, "last");
      return;
    }
  }

  /** What an evaluation found, on record with its step. Its values are not put among the points: that is `scalars`. */
  evaluation(record: EvaluationRecord): void {
    this.#write(join(this.folder, runFiles.evaluations), () => {
      this.#evaluations.appendJson(record);
    });
    this.#lastEvaluation = record;
    this.#wishes.evaluation(record);
  }

  /** Writes the buffered points in one append. */
  flush(): void {
    if (!this.#events.isEmpty) {
      this.#write(this.folder, () => {
        this.#events.flush();
      });
    }
  }

  /** A picture among the points of a step. */
  picture(step: number, tag: string, picture: Picture): void {
    const due = this.#write(this.folder, () =>
      this.#events.add({ wallTime: Date.now() / 1000, step, kind: "image", tag, ...picture }),
    );
    if (due) this.flush();
  }

  /** samples/<step>.npy, and .png beside it where given. */
  samples(step: number, npy: Uint8Array, png?: Uint8Array): void {
    const files = [[samplesFile(this.folder, step), npy] as const];
    if (png !== undefined) files.unshift([samplesFile(this.folder, step, "png"), png]);
    for (const [path, bytes] of files) {
      this.#write(path, () => {
        replaceFile(path, bytes, { durable: false });
      });
    }
  }

  /** Makes points, evaluations and journal durable, writes checkpoints/<step> and its digest, and thins older ones. */
  checkpoint(step: number, content: CheckpointContent): void {
    this.flush();
    this.#write(join(this.folder, runFiles.checkpoints), () => {
      this.#look();
      this.#events.sync();
      this.#journal.sync();
      this.#evaluations.sync();
      this.#checkpoints.write(step, content);
    });
    const { place } = this.#events;
    if (place !== null)
      this.#try(runFiles.history, () => {
        keepHistory(this.folder, step, this.#history, place);
      });
    this.#try(runFiles.checkpoints, () => {
      const wished = this.#wished();
      // What cannot be read may hold a pin: then nothing goes.
      if (wished !== null) this.#checkpoints.thin(wished);
    });
  }

  /** Steps whose checkpoints somebody wants kept; null where the notes cannot be read. */
  #wished(): WishedSteps | null {
    try {
      return this.#wishes.with(notesToKeepBy(this.folder));
    } catch (error) {
      if (error instanceof RunReadError) return null;
      throw error;
    }
  }

  /** Puts a damaged checkpoint aside, where nobody takes it for one; gives its place in the run's folder. */
  setCheckpointAside(step: number): string {
    return this.#write(join(this.folder, runFiles.checkpoints), () => this.#checkpoints.setAside(step));
  }

  /** Appends to the journal. A second outcome of the same request is not written; gives whether it was. */
  journal(entry: NewJournalEntry): boolean {
    if (entry.request !== undefined && !this.#inbox.answer(entry.request)) return false;
    this.#write(join(this.folder, runFiles.journal), () => {
      this.#journal.appendJson({ at: new Date().toISOString(), ...entry });
    });
    this.#wishes.entry(entry);
    return true;
  }

  /** Written at once when state or message change, otherwise at most once a second (the newest wins). */
  status(update: StatusUpdate): void {
    if (!this.#status.put(update)) return;
    this.#writeStatus(isEnded(update.state) ? "for seconds" : "once");
  }

  #writeStatus(tries: Tries): void {
    const write = () => {
      this.#status.write();
    };
    this.#try(runFiles.status, write, tries);
  }

  /**
   * Requests that came in since the last call, at `step`, the last finished one. Each must get one journal entry with its
   * id (intervention or refused). Cheap when there are none.
   */
  requests(step: number): ControlRequest[] {
    this.#throwFailure();
    const mail = this.#troubles.attempt(join(this.folder, runFiles.control), () => this.#inbox.poll());
    const { requests, entries } = mail ?? { requests: [], entries: [] };
    for (const entry of entries) this.journal({ step, ...entry });
    return [...this.#kept.splice(0), ...requests];
  }

  /** Heartbeat, overdue points and status; cheap, call it from the loop and while paused. A timer calls it too. */
  beat(): void {
    this.#throwFailure();
    const now = performance.now();
    if (now - this.#beatAt >= BEAT_MS) {
      this.#beatAt = now;
      this.#try(runFiles.lock, () => {
        this.#lock.beat();
      });
      this.#lookIfPossible();
      this.#lookAside();
      this.#tellTroubles();
    }
    if (this.#events.isDue) this.flush();
    if (this.#status.isDue) this.#writeStatus("once");
  }

  /** Goes on rightly with files of results that others deleted, replaced or cut meanwhile. Throws the system's own errors. */
  #look(): void {
    const events = this.#events.look();
    if (events !== null) this.#untold.push(mishapMessage("events", events.mishap, events.file));
    for (const [kind, file] of [
      ["journal", this.#journal],
      ["evaluations", this.#evaluations],
      ["digests", this.#checkpoints],
    ] as const) {
      const mishap = file.look();
      if (mishap !== null) this.#untold.push(mishapMessage(kind, mishap));
    }
  }

  /** The same with files that no result depends on. */
  #lookAside(): void {
    for (const [kind, file] of [
      ["status", this.#status],
      ["log", this.#log],
      ["control", this.#inbox],
      ["notes", this.#notes],
    ] as const) {
      const mishap = this.#try(runFiles[kind], () => file.look());
      if (mishap !== null) this.#untold.push(mishapMessage(kind, mishap));
    }
  }

  /** What is refused now is tried again by the next beat, and for seconds by the next checkpoint. */
  #lookIfPossible(): void {
    try {
      this.#lock.check();
      this.#look();
    } catch (error) {
      if (errorCode(error) === "") throw error;
    }
  }

  #tellTroubles(): void {
    for (let message = this.#untold[0]; message !== undefined; message = this.#untold[0]) {
      const line = { at: new Date().toISOString(), step: this.#saidStep, kind: "notice", message };
      const told = this.#try(runFiles.journal, () => {
        this.#journal.appendJson(line);
        return true;
      });
      if (told === null) return;
      this.log(message);
      this.#untold.shift();
    }
  }

  #beatQuietly(): void {
    try {
      this.beat();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  /** A line in trainer.log. */
  log(line: string): void {
    this.#try(runFiles.log, () => {
      this.#log.append(logLine(line));
    });
  }

  /** To be called once on resume, with the step of the checkpoint gone on from (-1: from nothing): points after it become void. */
  restart(step: number): void {
    this.#write(this.folder, () => {
      this.#events.add({ wallTime: Date.now() / 1000, step: step + 1, kind: "restart" });
    });
    this.flush();
  }

  #write<T>(path: string, write: () => T): T {
    this.#throwFailure();
    return guardWrite(path, () => {
      this.#lock.check();
      return write();
    });
  }

  /** Does with a file what no result depends on: once, or for some seconds where no beat comes after it. Gives null where it was refused. */
  #try<T>(name: string, act: () => T, tries: Tries = "once"): T | null {
    this.#throwFailure();
    const once = () => {
      this.#lock.check();
      return act();
    };
    const all = tries === "once" ? once : () => tryAgain(once);
    return this.#troubles.attempt(join(this.folder, name), all);
  }

  /** Once: after that the run has ended, and says so. */
  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }

  /** The step that the run's status tells. */
  get #saidStep(): number {
    return this.#status.step ?? this.#firstStep;
  }

  #refuseAll(message: string): void {
    this.requests(this.#saidStep);
    for (const request of this.#inbox.unanswered()) this.#refuse(request, message);
  }

  /** Who asked a process to stop that died before it could, and resumes the run, wants it to train. */
  #refuseOutdated(): void {
    for (const request of this.requests(this.#saidStep)) {
      if (request.do === "stop" || request.do === "pause")
        this.#refuse(request, "the process that was asked is gone");
      else this.#kept.push(request);
    }
  }

  #refuse({ id, by }: ControlRequest, message: string): void {
    this.journal({ step: this.#saidStep, kind: "refused", request: id, by, message });
  }

  /**
   * Writes what waits, refuses requests that are left, releases the lock. What cannot be written any more (the run
   * taken over, its folder gone, the disk full) is let be: whoever met that first has been told.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    try {
      this.#lookIfPossible();
      this.#lookAside();
      this.flush();
      if (this.#status.hasNews) this.#writeStatus("for seconds");
      this.#refuseAll("the run has ended");
      this.#tellTroubles();
    } catch (error) {
      if (!(error instanceof RunWriteError || error instanceof LockLostError)) throw error;
    } finally {
      for (const file of [this.#events, this.#checkpoints, this.#journal, this.#evaluations, this.#log])
        this.#troubles.attempt(this.folder, () => {
          file.close();
        });
      this.#lock.release();
    }
  }
}

const logLine = (text: string): Buffer => Buffer.from(`${new Date().toISOString()} ${text}\n`, "utf8");

/** Says something, if possible, in the log of a run that is not ours yet. */
function appendToLog(folder: string, text: string): void {
  const path = join(folder, runFiles.log);
  new Troubles(() => undefined).attempt(path, () => {
    const log = AppendLog.lines(path, { shared: true });
    log.append(logLine(text));
    log.close();
  });
}
