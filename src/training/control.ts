import { setTimeout as sleep } from "node:timers/promises";
import type { KnobValues } from "../experiment/knobs.ts";
import { checkTurn } from "../experiment/objective-conflicts.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { Corner, Intervention, Timeline } from "../experiment/timeline.ts";
import { standing, timeline } from "../experiment/timeline.ts";
import type { ControlRequest } from "../runs/control.ts";
import type { RunWriter } from "../runs/run-writer.ts";
import type { Alarm } from "./alerts.ts";

/** How often the control file is looked at, in milliseconds; a request waits no longer than this and a call. */
const LOOK_MS = 50;

export interface ControlActions {
  /** Writes a checkpoint of the state as it stands. */
  checkpoint(): Promise<void>;
  /** Called when the run is paused (true) and when it goes on (false). */
  paused(now: boolean): void;
  /** Whether a signal asked the process to end. */
  readonly interrupted: () => boolean;
}

/** What the researcher asks of the run, and the knobs' values that follow from it. */
export class Control {
  readonly #run: RunWriter;
  readonly #experiment: Experiment;
  #interventions: readonly Intervention[];
  #timeline: Timeline;
  /** Requests that were taken in before the training could serve them. */
  #waiting: ControlRequest[] = [];
  #lookedAt = 0;
  /** An alert asks for a pause before the next step. */
  #pausing = false;

  /** @param interventions what the journal (of this run, or of the one that is replayed) already holds */
  constructor(run: RunWriter, experiment: Experiment, interventions: readonly Intervention[]) {
    this.#run = run;
    this.#experiment = experiment;
    this.#interventions = interventions;
    this.#timeline = timeline(experiment, this.#interventions);
  }

  knobsAt(step: number): KnobValues {
    return this.#timeline.at(step);
  }

  /** The first step after this one whose knobs have other values; Infinity when none is planned. */
  nextChange(step: number): number {
    return this.#timeline.nextChange(step) ?? Infinity;
  }

  /** Where knobs' curves bend, at steps `from` to `to`. */
  corners(from: number, to: number): readonly Corner[] {
    return this.#timeline.corners(from, to);
  }

  /**
   * Serves the requests that have come in since the last look, each with one outcome in the journal at `step`, the
   * last finished one; waits while paused.
   */
  async serve(step: number, actions: ControlActions): Promise<"go on" | "stop"> {
    const now = performance.now();
    if (!this.#pausing && now - this.#lookedAt < LOOK_MS) return "go on";
    this.#lookedAt = now;
    let paused = this.#pausing;
    this.#pausing = false;
    if (paused) {
      this.#run.journal({ step, kind: "intervention", do: "pause", by: "alert" });
      actions.paused(true);
    }
    for (;;) {
      for (const request of [...this.#waiting.splice(0), ...this.#run.requests(step)]) {
        switch (request.do) {
          case "set":
            this.#set(step, request);
            break;
          case "checkpoint":
            await actions.checkpoint();
            this.#applied(step, request);
            break;
          case "pause":
            if (paused) this.#refused(step, request, "the run is already paused");
            else {
              paused = true;
              this.#applied(step, request);
              actions.paused(true);
            }
            break;
          case "resume":
            if (!paused) this.#refused(step, request, "the run is not paused");
            else {
              paused = false;
              this.#applied(step, request);
              actions.paused(false);
            }
            break;
          case "stop":
            this.#applied(step, request);
            return "stop";
          default:
            request satisfies never;
        }
      }
      if (!paused || actions.interrupted()) return "go on";
      await sleep(LOOK_MS);
      this.#run.beat();
    }
  }

  /**
   * Before the first step, at `step`: whether somebody asks to stop. Then every request has its outcome; without, they wait
   * for the training.
   */
  stopsEarly(step: number): boolean {
    this.#waiting.push(...this.#run.requests(step));
    if (!this.#waiting.some(request => request.do === "stop")) return false;
    for (const request of this.#waiting.splice(0)) {
      if (request.do === "set") this.#set(step, request);
      else if (request.do === "stop") this.#applied(step, request);
      else this.#refused(step, request, "the run was stopped before it began to train");
    }
    return true;
  }

  /** Puts on record what an alert says, and pauses before the next step where it asks for that. */
  alarm(step: number, { message, pause }: Alarm): void {
    this.#run.journal({ step, kind: "notice", message });
    this.#pausing ||= pause;
  }

  #set(step: number, request: ControlRequest & { do: "set" }): void {
    const { key, value, id, by } = request;
    const values = this.knobsAt(step + 1);
    const problem = checkTurn(this.#experiment, values, key, value);
    if (problem !== null) {
      this.#refused(step, request, problem);
      return;
    }
    const from = values[key] ?? NaN;
    this.#interventions = standing([...this.#interventions, { step, key, to: value }]);
    this.#timeline = timeline(this.#experiment, this.#interventions);
    this.#run.journal({ step, kind: "intervention", do: "set", request: id, key, from, to: value, by });
  }

  #applied(step: number, { id, by, do: what }: ControlRequest): void {
    this.#run.journal({ step, kind: "intervention", do: what, request: id, by });
  }

  #refused(step: number, { id, by }: ControlRequest, message: string): void {
    this.#run.journal({ step, kind: "refused", request: id, by, message });
  }
}
