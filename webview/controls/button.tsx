import type { ComponentChildren } from "preact";
import "./toolkit/elements.ts";
import type { IconName } from "./icon-paths.ts";
import { Icon } from "./icon.tsx";
import { useNative } from "./toolkit/native.ts";

interface Pressable {
  /** Why it cannot be pressed now. It stays in the tab order, so that the reason can be read. */
  readonly refused?: string | null;
  readonly class?: string;
  readonly onPress: () => void;
}

interface ButtonProps extends Pressable {
  readonly icon?: IconName;
  readonly title?: string;
  readonly look?: "plain" | "secondary" | "primary";
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
  const host = useNative({
    title: refused ?? title,
    // The word names it where there is room for the picture alone, too.
    "aria-label": typeof children === "string" ? children : undefined,
    "aria-disabled": String(refused !== null),
  });
  return (
    <pl-button
      ref={host}
      appearance={look === "primary" ? "primary" : "secondary"}
      class={`button ${look} ${refused === null ? "" : "refused"} ${rest.class ?? ""}`}
      onClick={() => {
        if (refused === null) onPress();
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </pl-button>
  );
}

interface IconButtonProps extends Pressable {
  readonly icon: IconName;
  /** Its name, and its tooltip. */
  readonly name: string;
  /** More for the tooltip alone, such as the key. */
  readonly hint?: string;
  /** What it opens is a menu, and whether that is open. */
  readonly menuOpen?: boolean;
}

/** A button that is a picture. */
export function IconButton({
  icon,
  name,
  hint,
  menuOpen,
  refused = null,
  onPress,
  ...rest
}: IconButtonProps) {
  const host = useNative({
    title: refused ?? (hint === undefined ? name : `${name} (${hint})`),
    "aria-label": name,
    "aria-disabled": String(refused !== null),
    "aria-haspopup": menuOpen === undefined ? undefined : "menu",
    "aria-expanded": menuOpen === undefined ? undefined : String(menuOpen),
  });
  return (
    <pl-button
      ref={host}
      appearance="secondary"
      class={`icon-button ${refused === null ? "" : "refused"} ${rest.class ?? ""}`}
      onClick={() => {
        if (refused === null) onPress();
      }}
    >
      <Icon name={icon} />
    </pl-button>
  );
}
