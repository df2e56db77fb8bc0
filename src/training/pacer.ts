/** A call should not take longer than this, so that requests are served and signals heard in between. */
const CALL_MS = 200;
/** Other work of the process (signals, heartbeat) gets its turn at least this often. */
const TURN_MS = 40;
/** A pace is a limit: time lost to an evaluation is not made up for, beyond this. */
const CATCH_UP_MS = 50;
/** With a pace, steps come in this many calls a second. */
const CALLS_A_SECOND = 20;

/** How many steps a call may take and when the loop rests. Decides nothing about results. */
export class Pacer {
  readonly #most: number;
  #msPerStep = 0;
  #done = 0;
  readonly #clock: () => number;
  #startedAt: number;
  #turnedAt: number;
  #behind: { readonly pace: number; readonly since: number; steps: number } | null = null;

  /** @param clock milliseconds that only grow */
  constructor(stepsPerCall: number, clock = () => performance.now()) {
    this.#most = stepsPerCall;
    this.#clock = clock;
    this.#startedAt = this.#turnedAt = clock();
  }

  /** @param pace at most so many steps a second; 0: as fast as it goes */
  stepsPerCall(pace: number): number {
    this.#startedAt = this.#clock();
    const byTime = this.#msPerStep > 0 ? Math.floor(CALL_MS / this.#msPerStep) : 1;
    const byPace = pace > 0 ? Math.ceil(pace / CALLS_A_SECOND) : Infinity;
    return Math.max(1, Math.min(this.#most, byTime, byPace));
  }

  /** Says that the call begun at the last `stepsPerCall` has done so many steps. */
  did(steps: number): void {
    this.#msPerStep = (this.#clock() - this.#startedAt) / steps;
    this.#done = steps;
  }

  /** Waits as long as the pace asks, and lets other work of the process run now and then. */
  async rest(
    pace: number,
    sleep: (ms: number) => Promise<unknown>,
    turn: () => Promise<unknown>,
  ): Promise<void> {
    const now = this.#clock();
    if (pace <= 0) this.#behind = null;
    else {
      if (this.#behind?.pace !== pace) this.#behind = { pace, since: now, steps: 0 };
      else this.#behind.steps += this.#done;
      const wait = this.#behind.since + (this.#behind.steps * 1000) / pace - now;
      if (wait < -CATCH_UP_MS) this.#behind = { pace, since: now, steps: 0 };
      else if (wait > 0) {
        await sleep(Math.min(wait, 1000));
        this.#turnedAt = this.#clock();
        return;
      }
    }
    if (now - this.#turnedAt < TURN_MS) return;
    this.#turnedAt = now;
    await turn();
  }
}
