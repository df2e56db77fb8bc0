/** Half a thumb of a slider that has a scale. */
const INSET = 8;
/** A sign of the small words is no wider, in pixels; nothing needs their font for that. */
const SIGN = 6.5;

/** Where a position from 0 to 1 of such a slider is, in pixels from its left end. */
export const xOf = (position: number, width: number): number => INSET + (width - 2 * INSET) * position;

/** How wide a small word is at most. */
export const wordWidth = (text: string): number => SIGN * text.length;
