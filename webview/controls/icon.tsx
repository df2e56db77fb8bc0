import { iconPaths, type IconName } from "./icon-paths.ts";

/** A picture beside or instead of a word; the word, or the button's name, says what it means. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path fill-rule="evenodd" clip-rule="evenodd" d={iconPaths[name]} />
    </svg>
  );
}
