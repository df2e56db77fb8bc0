/** While a run is followed, what stands behind its curves is asked for again each time it has grown by so much. */
const GROWTH = 1.25;

/** A step at or after the newest one that stays the same while the run grows by a quarter. */
export const grownEnd = (newest: number): number =>
  Math.ceil(GROWTH ** Math.ceil(Math.log(Math.max(1, newest)) / Math.log(GROWTH)));
