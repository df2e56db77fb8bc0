import { distance } from "fastest-levenshtein";

const longestName = 64;

/**
 * `; did you mean "radius"?` for a name that was perhaps meant, else nothing. A name was perhaps meant when it is a
 * third of its letters away or less, when it is the end of a key path, or differs in case alone.
 */
export function nearest(name: string, names: readonly string[]): string {
  if (name.length > longestName) return "";
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of names) {
    const away = distance(name.toLowerCase(), candidate.toLowerCase());
    const limit = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3));
    if (away < least && (away <= limit || candidate.endsWith(`.${name}`))) {
      best = candidate;
      least = away;
    }
  }
  return best === null ? "" : `; did you mean ${JSON.stringify(best)}?`;
}
