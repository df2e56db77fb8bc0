/**
 * A computation in slices of a few milliseconds: after each `yield` whoever runs it may do something else first. The
 * result does not depend on that, and neither do the slices: they are cut by the amount of work, never by a clock.
 */
export type Sliced<T> = Generator<undefined, T, undefined>;

/** Runs a computation to its end without a break. */
export function atOnce<T>(sliced: Sliced<T>): T {
  for (;;) {
    const { done, value } = sliced.next();
    if (done === true) return value;
  }
}

/** The result of what may be computed in slices or at once. */
export function* settled<T>(result: Sliced<T> | T): Sliced<T> {
  return isSliced(result) ? yield* result : result;
}

const isSliced = <T>(result: Sliced<T> | T): result is Sliced<T> =>
  typeof result === "object" && result !== null && Symbol.iterator in result;
