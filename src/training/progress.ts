import type { RunWriter } from "../runs/run-writer.ts";
import type { RunState, StatusUpdate } from "../runs/status.ts";
import { currentScalars } from "./current-scalars.ts";
import type { DeviceWatch } from "./device-watch.ts";
import { trend } from "./trend.ts";

const TICK_MS = 250;
/** Speed is that of the last one to two of these. */
const SPEED_MS = 2000;

/** How far a training has come, and what status.json says of it. Whoever needs the step asks here. */
export class Progress {
  readonly #run: RunWriter;
  readonly #steps: number;
  readonly #notice: string;
  readonly #device: DeviceWatch;
  #ticked = 0;
  /** Where the speed is measured from, and what takes its place next. */
  #older = { time: performance.now(), step: 0 };
  #newer = this.#older;
  #speed = 0;
  #step: number;
  #alert: StatusUpdate["alert"];

  /** @param notice what people should know while it trains, where nothing else is to be said */
  constructor(run: RunWriter, step: number, steps: number, device: DeviceWatch, notice: string) {
    this.#run = run;
    this.#step = step;
    this.#steps = steps;
    this.#notice = notice;
    this.#device = device;
    this.restartClock();
  }

  /** Smoothed over about two seconds; 0 until it is known. */
  get stepsPerSecond(): number {
    return this.#speed;
  }

  /** The last finished step. */
  get step(): number {
    return this.#step;
  }

  /** Says that the training has come to this step. */
  reached(step: number): void {
    this.#step = step;
  }

  /** Remembers what an alert said at a step, for whoever watches the status. */
  alarmed(step: number, message: string): void {
    this.#alert = { step, message };
  }

  /** To be called between two calls of steps; looks at the clock and mostly does nothing else. */
  tick(): void {
    const step = this.#step;
    const now = performance.now();
    if (now - this.#ticked < TICK_MS) return;
    this.#ticked = now;
    const elapsed = now - this.#older.time;
    if (elapsed >= TICK_MS) this.#speed = ((step - this.#older.step) * 1000) / elapsed;
    if (now - this.#newer.time >= SPEED_MS) {
      this.#older = this.#newer;
      this.#newer = { time: now, step };
    }
    this.say("training");
    this.#run.beat();
  }

  /** Says how many pictures of a folder are read; about once a second reaches the disk. */
  reading(done: number, of: number): void {
    const now = performance.now();
    if (now - this.#ticked < 4 * TICK_MS && done < of) return;
    this.#ticked = now;
    this.say("starting", `reading pictures: ${done} of ${of}`);
    this.#run.beat();
  }

  /** Forgets the time since the last tick, as after a pause. */
  restartClock(): void {
    this.#older = this.#newer = { time: performance.now(), step: this.#step };
  }

  /** Writes the status, and of a failure what is known of it beside the message. */
  say(state: RunState, message = this.#notice, why: Pick<StatusUpdate, "failure" | "problem"> = {}): void {
    this.#run.status({
      state,
      step: this.#step,
      steps: this.#steps,
      stepsPerSecond: state === "training" ? this.#speed : 0,
      message,
      scalars: currentScalars(this.#run.info.experiment, this.#run.history.tags, this.#step),
      lastEvaluation: this.#run.lastEvaluation,
      ...trend(this.#run.history.coverage),
      device: this.#device.facts,
      ...(this.#alert === undefined ? {} : { alert: this.#alert }),
      ...why,
    });
  }
}
