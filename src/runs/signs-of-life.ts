import { isAlive, type ProcessName } from "./process-name.ts";

/** What a process leaves in a file for others to see that it lives. */
export interface Beating extends ProcessName {
  /** ISO 8601, UTC, by the clock of its machine. */
  readonly heartbeatAt: string;
}

/**
 * For how long a process that cannot be asked (it is on another machine, or in another container) may be silent before it
 * counts as gone, in milliseconds. Ten minutes: its heart beats in the thread that trains, where one step may take
 * minutes, and a network file system shows a change up to a minute late. A thread of its own that beats would cost every
 * trainer 9 MB; this costs ten minutes where a machine died and another one goes on with its work.
 */
export const MOST_SILENCE_MS = 600_000;

interface Sighting {
  readonly heartbeatAt: string;
  readonly since: number;
  readonly beats: boolean;
}

/**
 * What this process has seen of the hearts of processes that cannot be asked. How long one stood still is measured by our
 * own clock that nobody sets; what their clocks say, which may be hours apart from ours, is only compared with itself.
 */
export class SignsOfLife {
  readonly #clock: () => number;
  readonly #sightings = new Map<string, Sighting>();

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Takes note of a heartbeat. Gives for how many milliseconds it has stood still while we looked, and whether it ever moved. */
  see({ host, machine, pid, processStart, heartbeatAt }: Beating): {
    readonly stillFor: number;
    readonly beats: boolean;
  } {
    const key = `${host} ${machine} ${pid} ${processStart}`;
    const now = this.#clock();
    const before = this.#sightings.get(key);
    if (before?.heartbeatAt === heartbeatAt) return { stillFor: now - before.since, beats: before.beats };
    const beats = before !== undefined;
    this.#sightings.set(key, { heartbeatAt, since: now, beats });
    return { stillFor: 0, beats };
  }
}

const seenHere = new SignsOfLife();

export type LivesOn = (beating: Beating) => boolean;

/**
 * Whether a process lives, as far as a look tells. One on this machine is asked. Of another the heartbeat tells: whether
 * it moves while this process looks, from time to time, and at the first look how old it is by our clock, which may be
 * wrong; so nothing may be taken from a process by this alone.
 */
export function livesOn(
  beating: Beating,
  { ask = isAlive, signs = seenHere, now = Date.now() } = {},
): boolean {
  const answer = ask(beating);
  if (answer !== "unknown") return answer;
  const { stillFor, beats } = signs.see(beating);
  if (stillFor > MOST_SILENCE_MS) return false;
  return beats || now - Date.parse(beating.heartbeatAt) <= MOST_SILENCE_MS;
}
