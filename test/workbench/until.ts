import { setTimeout as delay } from "node:timers/promises";

/** Waits for what no event tells of (a file, a process): asks until it is neither undefined nor false, and gives that. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  timeout = 20_000,
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > end) throw new Error(`after ${timeout / 1000} s still not: ${what}`);
    await delay(25);
  }
}
