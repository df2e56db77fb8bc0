import type { Opening } from "../pages/pages.ts";

/** How a page opens that a command was called for: by a press on a row of a list as the editor's lists do it. */
export function openingFrom(given: unknown): Opening {
  const isFromList = typeof given === "object" && given !== null && "from" in given && given.from === "list";
  return { preserveFocus: isFromList, preview: isFromList };
}
