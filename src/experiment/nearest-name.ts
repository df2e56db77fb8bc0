import { distance } from "fastest-levenshtein";

const longestName = 64;

/** How far a name may be from another that was meant: two edits are one pair of swapped letters. */
const tolerance = (length: number) => (length < 3 ? 1 : Math.max(2, Math.floor(length / 3)));

/**
 * The name that was perhaps meant; null where none was. One was when few edits lead to it, when one of the two is the
 * other's beginning, when the given one is the end of its key path, or when they differ in case alone.
 */
export function nearestName(name: string, names: readonly string[]): string | null {
  if (name.length > longestName) return null;
  const lower = name.toLowerCase();
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of names) {
    const known = candidate.toLowerCase();
    const away = distance(lower, known);
    const part =
      known.endsWith(`.${lower}`) ||
      (lower.length > 2 && known.startsWith(lower)) ||
      (known.length > 3 && lower.startsWith(known));
    if (away < least && (part || away <= tolerance(Math.max(name.length, candidate.length)))) {
      best = candidate;
      least = away;
    }
  }
  return best;
}

/** `; did you mean "radius"?` for a name that was perhaps meant, else nothing. */
export function nearest(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return meant === null ? "" : `; did you mean ${JSON.stringify(meant)}?`;
}
