import { fitsBeside, type Load, type Machine } from "../../experiment/execution-plan.ts";
import { startTrainer, type Trainer, type TrainerEnd } from "../../launching/trainer.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { KeptQueue } from "./kept-queue.ts";

/** What the starter needs to know of its surroundings. */
export interface StarterSurroundings {
  /** The trainer's program, kept for a run that is about to be started. */
  readonly script: (folder: string) => Promise<string>;
  /** Whether modules that a run keeps may run. */
  readonly trust: (folder: string) => boolean;
  /** The folder with TensorFlow's package, for runs of its devices; undefined where none may run. */
  readonly tensorflowFolder: (folder: string) => string | undefined;
  /** How many runs may train at the same time. */
  readonly limit: () => number;
  readonly machine: Machine;
  /** What a run takes while it trains; null where its folder cannot be read. */
  readonly loadOf: (folder: string) => Load | null;
  /** Folders of runs on this machine that are live, whoever started them. */
  readonly liveFolders: () => readonly string[];
  /** What waits for its turn, for all windows. */
  readonly queue: Pick<
    KeptQueue,
    "has" | "waiting" | "starting" | "takeOrWait" | "take" | "withdraw" | "started"
  >;
  /** A trainer that this window started has ended. */
  readonly onEnd: (folder: string, end: TrainerEnd) => void;
  /** One from the queue could not be started. */
  readonly onFailure: (folder: string, error: unknown) => void;
  /** The queue is another one. */
  readonly onQueue: () => void;
}

export type StartOutcome = "started" | "queued" | "already live";

/**
 * Starts trainers, detached, so that they outlive the window: at most `limit` at once, and no more than the machine has
 * memory and cores for; the others in the order in which they were asked for.
 */
export class RunStarter {
  readonly #world: StarterSurroundings;
  /** Trainers of this window that run; their status may not say so yet. */
  readonly #own = new Map<string, Trainer>();
  /** Being started right now. */
  readonly #starting = new Set<string>();

  constructor(world: StarterSurroundings) {
    this.#world = world;
  }

  isWaiting(folder: string): boolean {
    return this.#world.queue.has(folder);
  }

  /** How many runs train here, by whomever they were started, or wait for it. */
  get count(): number {
    return new Set([...this.#occupied(), ...this.#world.queue.waiting]).size;
  }

  /** Starts a run's trainer, or queues it. Rejects with TrainerError or RunWriteError. */
  async start(folder: string): Promise<StartOutcome> {
    if (this.#occupied().has(folder)) return "already live";
    const outcome = this.#world.queue.takeOrWait(folder, () => this.#hasRoomFor(folder));
    this.#world.onQueue();
    if (outcome === "waits") return "queued";
    if (outcome === "starting") return "already live";
    await this.#launch(folder);
    return "started";
  }

  /** Takes a run out of the queue; false when it was not in it. */
  withdraw(folder: string): boolean {
    if (!this.#world.queue.withdraw(folder)) return false;
    this.#world.onQueue();
    return true;
  }

  /** Starts what the queue holds as far as there is room; to be called whenever runs have changed. */
  async advance(): Promise<void> {
    const { queue, liveFolders } = this.#world;
    const live = new Set(liveFolders());
    for (const folder of this.#own.keys()) if (live.has(folder)) queue.started(folder);
    for (;;) {
      const [next] = queue.waiting;
      if (next === undefined || !this.#hasRoomFor(next)) return;
      if (this.#occupied().has(next)) {
        this.withdraw(next);
        continue;
      }
      const outcome = queue.take(next, () => this.#hasRoomFor(next));
      this.#world.onQueue();
      if (outcome === "no room") return;
      if (outcome === "gone") continue;
      try {
        await this.#launch(next);
      } catch (error) {
        this.#world.onFailure(next, error);
      }
    }
  }

  #occupied(): Set<string> {
    const { queue, liveFolders } = this.#world;
    return new Set([...this.#own.keys(), ...this.#starting, ...queue.starting, ...liveFolders()]);
  }

  #hasRoomFor(folder: string): boolean {
    const { loadOf, machine, limit } = this.#world;
    const others = [...this.#occupied()].filter(other => other !== folder);
    if (others.length >= limit()) return false;
    // One that cannot be read is started all the same: its trainer says what is wrong.
    const [next, ...loads] = [folder, ...others].map(run => loadOf(run) ?? { threads: 1, memory: 0 });
    return next === undefined || fitsBeside(next, loads, machine, limit());
  }

  async #launch(folder: string): Promise<void> {
    this.#starting.add(folder);
    try {
      const script = await this.#world.script(folder);
      const trainer = await startTrainer(folder, {
        detached: true,
        trust: this.#world.trust(folder),
        tensorflowFolder: this.#world.tensorflowFolder(folder),
        script,
      });
      this.#own.set(folder, trainer);
      letGo(this.#follow(trainer));
    } catch (error) {
      this.#world.queue.started(folder);
      throw error;
    } finally {
      this.#starting.delete(folder);
    }
  }

  async #follow(trainer: Trainer): Promise<void> {
    const end = await trainer.ended;
    this.#own.delete(trainer.folder);
    this.#world.queue.started(trainer.folder);
    this.#world.onEnd(trainer.folder, end);
    await this.advance();
  }
}
