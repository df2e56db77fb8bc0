import "./toolkit/elements.ts";

/** A line between two groups of a bar. */
export function Separator() {
  return <pl-divider class="separator" role="separator" orientation="vertical" />;
}
