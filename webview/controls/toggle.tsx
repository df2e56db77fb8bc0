import type { ComponentChildren } from "preact";
import type { IconName } from "./icon-paths.ts";
import { Icon } from "./icon.tsx";

interface Pressed {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
}

interface ToggleProps extends Pressed {
  readonly title?: string;
  readonly refused?: string | null;
  readonly children: ComponentChildren;
}

/** A word that is on or off. */
export function Toggle({ pressed, title, refused = null, onChange, children }: ToggleProps) {
  return (
    <button
      type="button"
      class="toggle"
      aria-pressed={pressed}
      aria-disabled={refused !== null}
      title={refused ?? title}
      onClick={() => {
        if (refused === null) onChange(!pressed);
      }}
    >
      {children}
    </button>
  );
}

interface IconToggleProps extends Pressed {
  readonly icon: IconName;
  /** Its name, and its tooltip. */
  readonly name: string;
  readonly refused: string | null;
  readonly class: string;
}

/** A picture that is on or off. */
export function IconToggle({ pressed, icon, name, refused, onChange, ...rest }: IconToggleProps) {
  return (
    <button
      type="button"
      class={`icon-button ${rest.class} ${refused === null ? "" : "refused"}`}
      aria-label={name}
      aria-pressed={pressed}
      aria-disabled={refused !== null}
      title={refused ?? name}
      onClick={() => {
        if (refused === null) onChange(!pressed);
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
