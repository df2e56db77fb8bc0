/** Probabilities below this are taken for 0: no sum here is asked for to more digits. */
const NOTHING = 1e-30;

/**
 * How many of `most` equally likely things can be drawn at all, when `draws` draws showed `distinct` different ones: the s
 * that makes this most likely. P(k | s, n) = S2(n, k) s! / ((s - k)! s^n) with S2 Stirling's numbers of the second kind; S2
 * does not depend on s, and the rest rises with s up to one maximum. Between `distinct` and `most`.
 */
export function likeliestSize(distinct: number, draws: number, most: number): number {
  const rises = (s: number) => draws * Math.log1p(-1 / (s + 1)) - Math.log1p(-distinct / (s + 1)) > 0;
  return firstOf(distinct, most, s => !rises(s));
}

/** The sizes with which neither so few different ones nor so many are less likely than `alpha`. */
export function sizeBounds(
  distinct: number,
  draws: number,
  most: number,
  alpha: number,
): { readonly low: number; readonly high: number } {
  const atLeast = (s: number) => tail(s, draws, distinct, draws);
  const atMost = (s: number) => tail(s, draws, 1, distinct);
  const low = firstOf(distinct, most, s => atLeast(s) >= alpha);
  const tooMany = firstOf(distinct, most + 1, s => atMost(s) < alpha);
  return { low, high: Math.max(low, tooMany - 1) };
}

/** The first number from `low` on for which `holds`, which then holds for all others; `high` where it does for none before. */
function firstOf(low: number, high: number, holds: (value: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The probability that `draws` draws of one of s equally likely things show from `least` to `greatest` different ones. */
function tail(s: number, draws: number, least: number, greatest: number): number {
  // After each draw, how likely it is that k were seen; only where that is something.
  const seen = new Float64Array(Math.min(s, draws) + 2);
  seen[1] = 1;
  let [low, high] = [1, 1];
  for (let draw = 1; draw < draws; draw++) {
    high = Math.min(high + 1, s, draws);
    for (let k = high; k >= low; k--)
      seen[k] = ((seen[k] ?? 0) * k) / s + ((seen[k - 1] ?? 0) * (s - k + 1)) / s;
    while ((seen[low] ?? 0) < NOTHING && low < high) seen[low++] = 0;
    while ((seen[high] ?? 0) < NOTHING && high > low) seen[high--] = 0;
  }
  let sum = 0;
  for (let k = Math.max(low, least); k <= Math.min(high, greatest); k++) sum += seen[k] ?? 0;
  return sum;
}
