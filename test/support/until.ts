import { setTimeout as delay } from "node:timers/promises";

/** What happens in the end may take this long, in milliseconds, on a machine that has much else to do. */
export const PATIENCE = 120_000;

/** Waits for what no event tells of (a file, a process): asks until it is neither undefined nor false, and gives that. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  timeout = PATIENCE,
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > end) throw new Error(`after ${timeout / 1000} s still not: ${what}`);
    await delay(25);
  }
}
