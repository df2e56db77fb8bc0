/** How often a page that heard nothing asks whether its host is there, in milliseconds. */
const BEAT_MS = 2_000;
/** So many questions without an answer, and nobody is there. A host that was only busy is heard again. */
const UNANSWERED = 3;

export interface PulseEvents {
  /** Asks for any sign of life. */
  readonly ask: () => void;
  readonly fellSilent: () => void;
  /** Somebody answers again: the same host, or one that took its place. */
  readonly cameBack: () => void;
}

/** Whether somebody listens to a page. Nobody can tell before it was heard once: a window that opens takes its time. */
export class Pulse {
  readonly #events: PulseEvents;
  #state: "unheard" | "heard" | "silent" = "unheard";
  #unanswered = 0;

  constructor(events: PulseEvents) {
    this.#events = events;
    // Counted in questions, not by the clock: a page that slept has not been left without an answer.
    setInterval(() => {
      this.#beat();
    }, BEAT_MS);
  }

  get isSilent(): boolean {
    return this.#state === "silent";
  }

  /** Anything came. */
  heard(): void {
    const was = this.#state;
    this.#state = "heard";
    this.#unanswered = 0;
    if (was === "silent") this.#events.cameBack();
  }

  #beat(): void {
    if (this.#state === "unheard") return;
    if (this.#state === "heard" && this.#unanswered === UNANSWERED) {
      this.#state = "silent";
      this.#events.fellSilent();
    }
    if (this.#state === "heard") this.#unanswered++;
    this.#events.ask();
  }
}
