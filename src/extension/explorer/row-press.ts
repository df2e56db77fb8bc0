/** Whether a command was called by a press on a row of a list: the keyboard stays there at first. */
export const isFromList = (given: unknown): boolean =>
  typeof given === "object" && given !== null && "from" in given && given.from === "list";
