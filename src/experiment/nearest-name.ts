import { distance } from "fastest-levenshtein";

const longestName = 64;

/** How far a name may be from another that was meant: two edits are one pair of swapped letters. */
const tolerance = (length: number) => (length < 3 ? 1 : Math.max(2, Math.floor(length / 3)));

/**
 * `; did you mean "radius"?` for a name that was perhaps meant, else nothing. A name was perhaps meant when few edits
 * lead to it, when the given one is its beginning or the end of its key path, or when they differ in case alone.
 */
export function nearest(name: string, names: readonly string[]): string {
  if (name.length > longestName) return "";
  const lower = name.toLowerCase();
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of names) {
    const away = distance(lower, candidate.toLowerCase());
    const part = candidate.endsWith(`.${lower}`) || (lower.length > 2 && candidate.startsWith(lower));
    if (away < least && (part || away <= tolerance(Math.max(name.length, candidate.length)))) {
      best = candidate;
      least = away;
    }
  }
  return best === null ? "" : `; did you mean ${JSON.stringify(best)}?`;
}
