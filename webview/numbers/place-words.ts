/** A stretch of a line, in pixels. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A word on a line, and where it may begin, best first. */
export interface WishedWord {
  readonly width: number;
  readonly wishes: readonly number[];
}

/** Between two words, or a word and what else is there, in pixels. */
const SPACE = 4;

/**
 * Where the words of a line begin, so that none meets another or what is `taken`; null for a word that finds no room. Words
 * that are named first have the first claim.
 * @param within what they must not leave
 */
export function placeWords(
  words: readonly WishedWord[],
  taken: readonly Stretch[],
  within: Stretch,
  space = SPACE,
): (number | null)[] {
  const full = [...taken];
  return words.map(({ width, wishes }) => {
    const isFree = (left: number) =>
      left >= within.from &&
      left + width <= within.to &&
      full.every(({ from, to }) => left + width + space <= from || left >= to + space);
    const left = wishes.find(isFree);
    if (left === undefined) return null;
    full.push({ from: left, to: left + width });
    return left;
  });
}
