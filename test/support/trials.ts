// Trials by seeded random inputs. A test makes a fixed number of them, the same every time; by hand any number of others:
//   PAIRING_LAB_TRIALS=5000 PAIRING_LAB_SEED=7 npm test random
// `npm run torture` makes many times as many of some (PAIRING_LAB_TIMES).
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

/** The seeds of so many trials, or of as many as somebody asked for. */
export function seedsOf(count: number): { readonly from: number; readonly to: number } {
  const wanted = Number(
    process.env["PAIRING_LAB_TRIALS"] ?? count * Number(process.env["PAIRING_LAB_TIMES"] ?? 1),
  );
  const from = Number(process.env["PAIRING_LAB_SEED"] ?? 1);
  return { from, to: from + wanted - 1 };
}

/** Makes `count` trials one after the other; what a trial throws names its seed, with which it comes again alone. */
export async function trials(
  count: number,
  trial: (draw: Draw, seed: number) => Promise<void> | void,
): Promise<void> {
  const { from, to } = seedsOf(count);
  for (let seed = from; seed <= to; seed++)
    try {
      await trial(new Draw(seed), seed);
    } catch (error) {
      throw new Error(`Trial of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
}
