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
