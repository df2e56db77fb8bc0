import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppendLog } from "./append-log.ts";
import { CheckpointWriter } from "./checkpoint-writer.ts";
import type { CheckpointContent } from "./checkpoints.ts";
import type { ControlRequest } from "./control.ts";
import { LockLostError, RunWriteError } from "./errors.ts";
import { evaluationAmong, evaluationUpTo, type EvaluationRecord } from "./evaluations.ts";
import { EventWriter } from "./event-writer.ts";
import { eventFiles } from "./event-files.ts";
import { keepHistory, readHistory } from "./history-file.ts";
import { History } from "./history.ts";
import { readJournal, type NewJournalEntry } from "./journal.ts";
import { layout } from "./layout.ts";
import { RunLock, type LockTiming } from "./lock.ts";
import { isTemporaryName, replaceFile } from "./replace-file.ts";
import { RequestInbox } from "./request-inbox.ts";
import { readRunInfo, resolvedRunInfo, type RunInfo } from "./run-info.ts";
import { samplesFile } from "./samples.ts";
import { isEnded, readableStatus, type StatusUpdate } from "./status.ts";
import { StatusWriter } from "./status-writer.ts";
import { asWriteError, guardWrite } from "./write-guard.ts";

const BEAT_MS = 1_000;

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** Takes the run's lock (waiting up to 3 s for a holder to go, else RunHeldError) and mends what a crash left. Throws RunReadError, RunWriteError. */
export async function openRunForWriting(folder: string, timing?: LockTiming): Promise<RunWriter> {
  const info = resolvedRunInfo(readRunInfo(folder), folder);
  let lock: RunLock;
  try {
    lock = await RunLock.acquire(folder, timing);
  } catch (error) {
    throw asWriteError(error, folder);
  }
  try {
    return guardWrite(folder, () => new RunWriter(folder, info, lock));
  } catch (error) {
    lock.release();
    throw error;
  }
}

const isCheckpointRequest = ({ kind, do: what }: Pick<NewJournalEntry, "kind" | "do">): boolean =>
  kind === "intervention" && what === "checkpoint";

/**
 * The one writer of a run's folder. Everything is synchronous: when a call returns, the system has the bytes (points
 * excepted, see `scalars`). Every write first checks that the run is still ours (LockLostError) and turns the system's
 * refusals into RunWriteError. Give everything of step s (scalars, samples, pictures) before checkpoint(s): it is
 * then on disk before the checkpoint, so that who resumes from there finds the whole history.
 */
export class RunWriter {
  readonly folder: string;
  readonly info: RunInfo;
  readonly #lock: RunLock;
  readonly #events: EventWriter;
  readonly #checkpoints: CheckpointWriter;
  /** Steps at which a checkpoint was asked for: thinning keeps them. */
  readonly #asked: Set<number>;
  readonly #journal: AppendLog;
  readonly #evaluations: AppendLog;
  readonly #log: AppendLog;
  readonly #status: StatusWriter;
  readonly #inbox: RequestInbox;
  readonly #timer: NodeJS.Timeout;
  /** Requests to the process before this one that hold for this one too. */
  readonly #kept: ControlRequest[] = [];
  #lastEvaluation: EvaluationRecord | null = null;
  #history = new History();
  /** The step that the process before this one left. */
  readonly #firstStep: number;
  #beatAt = 0;
  /** What the timer met; thrown at the next call. */
  #failure: Error | null = null;
  #closed = false;

  /** Opens the files of a run whose lock is held. For `openRunForWriting` alone. */
  constructor(folder: string, info: RunInfo, lock: RunLock) {
    this.folder = folder;
    this.info = info;
    this.#lock = lock;
    mkdirSync(join(folder, layout.samples), { recursive: true });
    for (const place of [folder, join(folder, layout.samples)]) removeTemporaries(place);
    // First the log, which fences off a line that a crash has torn: read after that, it is what a later reader sees.
    this.#journal = AppendLog.lines(join(folder, layout.journal), { shared: false });
    const journal = readJournal(folder);
    this.#asked = new Set(journal.filter(isCheckpointRequest).map(({ step }) => step));
    this.#checkpoints = new CheckpointWriter(folder, {
      interval: info.experiment.record.checkpoint,
      first: info.parent?.step ?? 0,
      asked: this.#asked,
    });
    this.#evaluations = AppendLog.lines(join(folder, layout.evaluations), { shared: false });
    this.#log = AppendLog.lines(join(folder, layout.log), { shared: true });
    this.#events = new EventWriter(folder);
    this.#status = new StatusWriter(folder);
    this.#inbox = new RequestInbox(folder, journal);
    const before = readableStatus(folder);
    this.#firstStep = before?.step ?? 0;
    if (before !== null && isEnded(before.state)) {
      this.#refuseAll("the run had ended before this request was read");
    } else if (before !== null && before.pid !== null) this.#refuseOutdated();
    this.#timer = setInterval(() => {
      this.#beatQuietly();
    }, BEAT_MS);
    this.#timer.unref();
  }

  /** Points of a step; buffered until flush, checkpoint, close, or a call more than 100 ms after the last write. Values that are not finite are left out. */
  scalars(step: number, values: Readonly<Record<string, number>>): void {
    const scalars = Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
    if (Object.keys(scalars).length === 0) return;
    const now = Date.now();
    const due = this.#write(this.folder, () =>
      this.#events.add({ wallTime: now / 1000, step, kind: "scalars", scalars }, now),
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
    this.#write(join(this.folder, layout.evaluations), () => {
      this.#evaluations.appendJson(record);
    });
    this.#lastEvaluation = record;
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
    const now = Date.now();
    const due = this.#write(this.folder, () =>
      this.#events.add({ wallTime: now / 1000, step, kind: "image", tag, ...picture }, now),
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
    this.#write(join(this.folder, layout.checkpoints), () => {
      this.#events.sync();
      this.#journal.sync();
      this.#evaluations.sync();
      this.#checkpoints.write(step, content);
      const { place } = this.#events;
      if (place !== null) keepHistory(this.folder, step, this.#history, place);
    });
  }

  /** Puts a damaged checkpoint aside, where nobody takes it for one; gives its place in the run's folder. */
  setCheckpointAside(step: number): string {
    return this.#write(join(this.folder, layout.checkpoints), () => this.#checkpoints.setAside(step));
  }

  /** Appends to the journal. A second outcome of the same request is not written; gives whether it was. */
  journal(entry: NewJournalEntry): boolean {
    return this.#write(join(this.folder, layout.journal), () => {
      if (entry.request !== undefined && !this.#inbox.answer(entry.request)) return false;
      this.#journal.appendJson({ at: new Date().toISOString(), ...entry });
      if (isCheckpointRequest(entry)) this.#asked.add(entry.step);
      return true;
    });
  }

  /** Written at once when state or message change, otherwise at most once a second (the newest wins). */
  status(update: StatusUpdate): void {
    if (this.#status.put(update, Date.now())) this.#writeStatus();
  }

  #writeStatus(): void {
    this.#write(join(this.folder, layout.status), () => {
      this.#status.write(Date.now());
    });
  }

  /**
   * Requests that came in since the last call, at `step`, the last finished one. Each must get one journal entry with its
   * id (intervention or refused). Cheap when there are none.
   */
  requests(step: number): ControlRequest[] {
    this.#throwFailure();
    const { requests, entries } = this.#inbox.poll();
    for (const entry of entries) this.journal({ step, ...entry });
    return [...this.#kept.splice(0), ...requests];
  }

  /** Heartbeat, overdue points and status; cheap, call it from the loop and while paused. A timer calls it too. */
  beat(): void {
    this.#throwFailure();
    const now = Date.now();
    if (now - this.#beatAt >= BEAT_MS) {
      this.#write(join(this.folder, layout.lock), () => {
        this.#lock.beat();
      });
      this.#beatAt = now;
    }
    if (this.#events.isDue(now)) this.flush();
    if (this.#status.isDue(now)) this.#writeStatus();
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
    this.#write(join(this.folder, layout.log), () => {
      this.#log.append(Buffer.from(`${new Date().toISOString()} ${line}\n`, "utf8"));
    });
  }

  /** To be called once on resume, with the step of the checkpoint gone on from (-1: from nothing): points after it become void. */
  restart(step: number): void {
    const now = Date.now();
    this.#write(this.folder, () => {
      this.#events.add({ wallTime: now / 1000, step: step + 1, kind: "restart" }, now);
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

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
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
      this.flush();
      if (this.#status.hasNews) this.#writeStatus();
      this.#refuseAll("the run has ended");
    } catch (error) {
      if (!(error instanceof RunWriteError || error instanceof LockLostError)) throw error;
    } finally {
      for (const file of [this.#events, this.#checkpoints, this.#journal, this.#evaluations, this.#log])
        file.close();
      this.#lock.release();
    }
  }
}

function removeTemporaries(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (isTemporaryName(name)) rmSync(join(folder, name), { force: true, recursive: true });
  }
}
