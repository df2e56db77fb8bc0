/** Tags that begin alike, as far as their first slash. */
export interface TagGroup {
  readonly name: string;
  readonly tags: readonly string[];
}

/** Where tags without a slash stand. */
export const UNGROUPED = "Without a group";

/** Whether a text holds every word of a filter, in whatever case. */
export function fitsFilter(text: string, filter: string): boolean {
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every(word => lower.includes(word));
}

/** Tags by what stands before their first slash, as TensorBoard groups them; both in the order of the alphabet, those without last. */
export function tagGroups(tags: Iterable<string>): TagGroup[] {
  const groups = new Map<string, string[]>();
  for (const tag of [...new Set(tags)].sort()) {
    const slash = tag.indexOf("/");
    const name = slash > 0 ? tag.slice(0, slash) : UNGROUPED;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [tag]);
    else group.push(tag);
  }
  return [...groups]
    .map(([name, all]) => ({ name, tags: all }))
    .sort(
      (a, b) => Number(a.name === UNGROUPED) - Number(b.name === UNGROUPED) || (a.name < b.name ? -1 : 1),
    );
}

/** A tag within its group. */
export const shortTag = (tag: string): string => tag.slice(tag.indexOf("/") + 1);

/** A name of at most `most` characters, its middle left out where it is longer: run names differ at their ends. */
export function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const tail = Math.floor((most - 1) / 2);
  return `${name.slice(0, most - 1 - tail)}…${tail > 0 ? name.slice(-tail) : ""}`;
}
