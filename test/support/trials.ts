// Trials by seeded random inputs. A test makes a fixed number of them, the same every time; by hand any number of others:
//   PAIRING_LAB_TRIALS=5000 PAIRING_LAB_SEED=7 npm test random
import { uniform } from "./uniform.ts";

/** What a trial draws from. */
export class Draw {
  readonly #uniform: () => number;

  constructor(seed: number) {
    this.#uniform = uniform(seed);
  }

  /** Uniform in 0 to 1. */
  readonly number = (): number => this.#uniform();

  readonly chance = (share: number): boolean => this.#uniform() < share;

  /** A whole number from `from` up to `to`, both included. */
  readonly whole = (from: number, to: number): number => from + Math.floor(this.#uniform() * (to - from + 1));

  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.whole(0, items.length - 1)];
  }
}

/** Whether somebody asked for another number of trials, or for others. */
export const byHand = "PAIRING_LAB_TRIALS" in process.env || "PAIRING_LAB_SEED" in process.env;

/** Makes `count` trials one after the other; what a trial throws names its seed, with which it comes again alone. */
export async function trials(
  count: number,
  trial: (draw: Draw, seed: number) => Promise<void> | void,
): Promise<void> {
  const wanted = Number(process.env["PAIRING_LAB_TRIALS"] ?? count);
  const first = Number(process.env["PAIRING_LAB_SEED"] ?? 1);
  for (let seed = first; seed < first + wanted; seed++)
    try {
      await trial(new Draw(seed), seed);
    } catch (error) {
      throw new Error(`Trial of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
}
