/** "a, b and c", or with another word before the last. */
export const listed = (parts: readonly string[], before: "and" | "or"): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${before} ${parts.at(-1) ?? ""}`;
