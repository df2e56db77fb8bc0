/** At most `most` of some things, spread evenly over them, the first and the last always among them. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  if (most < 2) return all.slice(-most).slice(0, most);
  const places = Array.from({ length: most }, (_, i) => Math.round((i * (all.length - 1)) / (most - 1)));
  return all.filter((_, i) => places.includes(i));
}
