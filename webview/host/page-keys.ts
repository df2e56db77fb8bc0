/** A key in lower case; where the layout writes other letters than Latin ones, it is known by its place. */
export function latinKey({ key, code }: KeyboardEvent): string {
  const [, latin] = /^Key([A-Z])$/.exec(code) ?? [];
  const isForeign = key.length === 1 && /\p{L}/u.test(key) && !/\p{Script=Latin}/u.test(key);
  return (isForeign && latin !== undefined ? latin : key).toLowerCase();
}

/** Whether keys that write a character are no keys of the page: the person's setting. */
const charactersRest = (): boolean => "characterKeysRest" in document.body.dataset;

/**
 * The same for a page's own keys; null where it is not the page's: with a modifier, taken already, while nobody answers, or a
 * character where those rest.
 */
export function pageKey(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  if (event.key.length === 1 && event.key !== " " && charactersRest()) return null;
  return document.getElementById("root")?.inert === true ? null : latinKey(event);
}

interface PageKeys {
  /** Whether a key belongs to what has the focus; `within` tells whether that is, or lies in, what a selector means. */
  readonly isTaken: (within: (selector: string) => boolean, key: string) => boolean;
  /** Does what a key of the page does; false for a key that is not the page's. */
  readonly press: (key: string, event: KeyboardEvent) => boolean;
}

/** Gives a page the keys of its own, where nothing else has a use for them. */
export function listenForPageKeys({ isTaken, press }: PageKeys): void {
  addEventListener("keydown", event => {
    const key = pageKey(event);
    if (key === null) return;
    // The path leads into elements with a tree of their own, where the event's target names their host alone.
    const path = event.composedPath().filter(place => place instanceof Element);
    const within = (selector: string) => path.some(element => element.matches(selector));
    if (!isTaken(within, key) && press(key, event)) event.preventDefault();
  });
}
