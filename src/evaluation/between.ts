import type { Sliced } from "../measures/slices.ts";

/** What is done between two pieces of long work, such as serving requests; it may throw to end the work. */
export type Between = () => Promise<void>;

/** For work that nothing has to be done between. */
export const nothing: Between = () => Promise.resolve();

/** How long a computation goes on before others get their turn, in milliseconds. */
const TURN = 20;

/** Runs a computation slice by slice; others get their turn about every 20 ms. When that is changes no result. */
export async function inTurns<T>(sliced: Sliced<T>, between: Between): Promise<T> {
  let since = performance.now();
  for (;;) {
    const next = sliced.next();
    if (next.done === true) return next.value;
    if (performance.now() - since < TURN) continue;
    await between();
    since = performance.now();
  }
}
