/** A key in lower case; where the layout writes other letters than Latin ones, it is known by its place. */
export function latinKey({ key, code }: KeyboardEvent): string {
  const [, latin] = /^Key([A-Z])$/.exec(code) ?? [];
  const isForeign = key.length === 1 && /\p{L}/u.test(key) && !/\p{Script=Latin}/u.test(key);
  return (isForeign && latin !== undefined ? latin : key).toLowerCase();
}

/** The same for a page's own keys; null where it is not the page's: with a modifier, taken already, or while nobody answers. */
export function pageKey(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  return document.getElementById("root")?.inert === true ? null : latinKey(event);
}
