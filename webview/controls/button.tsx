import type { ComponentChildren } from "preact";
import type { IconName } from "./icon-paths.ts";
import { Icon } from "./icon.tsx";

interface ButtonProps {
  readonly icon?: IconName;
  readonly title?: string;
  readonly look?: "plain" | "secondary" | "primary";
  /** Why it cannot be pressed now. It stays in the tab order, so that the reason can be read. */
  readonly refused?: string | null;
  readonly class?: string;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

/** A button with a word. */
export function Button({
  icon,
  title,
  look = "plain",
  refused = null,
  onPress,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${look} ${rest.class ?? ""}`}
      title={refused ?? title}
      // The word names it where there is room for the picture alone, too.
      {...(typeof children === "string" ? { "aria-label": children } : {})}
      aria-disabled={refused !== null}
      onClick={() => {
        if (refused === null) onPress();
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  /** Its name, and its tooltip. */
  readonly name: string;
  /** More for the tooltip alone, such as the key. */
  readonly hint?: string;
  readonly pressed?: boolean;
  readonly refused?: string | null;
  readonly class?: string;
  readonly onPress: () => void;
}

/** A button that is a picture. */
export function IconButton({ icon, name, hint, pressed, refused = null, onPress, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${rest.class ?? ""}`}
      aria-label={name}
      aria-disabled={refused !== null}
      title={refused ?? (hint === undefined ? name : `${name} (${hint})`)}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      onClick={() => {
        if (refused === null) onPress();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

interface ToggleProps {
  readonly pressed: boolean;
  readonly title?: string;
  readonly refused?: string | null;
  readonly onChange: (pressed: boolean) => void;
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
