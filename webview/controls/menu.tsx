import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";
import type { IconName } from "./icon-paths.ts";
import { Icon } from "./icon.tsx";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  /** What it does, where the label does not say it all. */
  readonly title?: string;
  readonly refused?: string | null;
  readonly onPick: () => void;
}

interface MenuProps {
  readonly name: string;
  readonly icon: IconName;
  readonly items: readonly MenuItem[];
  readonly class?: string;
  readonly above?: boolean;
  /** It is about to be read. */
  readonly onOpen?: () => void;
}

/** A button that opens a short list of actions: arrows move, Enter picks, Escape or Tab closes. */
export function Menu({ name, icon, items, above = false, onOpen, ...rest }: MenuProps) {
  const open = useSignal(false);
  const root = useRef<HTMLSpanElement>(null);
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const close = (refocus: boolean) => {
    open.value = false;
    if (refocus) root.current?.querySelector<HTMLElement>(".icon-button")?.focus();
  };
  useEffect(() => {
    if (!open.value) return undefined;
    entries()[0]?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) close(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
    };
  }, [open.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open.value) return;
    event.stopPropagation();
    const list = entries();
    const at = list.findIndex(entry => entry === document.activeElement);
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      list[(move + list.length) % list.length]?.focus();
    } else if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close(false);
  };
  return (
    <span class={`menu ${rest.class ?? ""}`} ref={root} onKeyDown={onKeyDown}>
      <IconButton
        icon={icon}
        name={name}
        menuOpen={open.value}
        onPress={() => {
          open.value = !open.value;
          if (open.value) onOpen?.();
        }}
      />
      {open.value && (
        <div role="menu" aria-label={name} class={above ? "above" : ""}>
          {items.map(item => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              title={item.refused ?? item.title}
              aria-disabled={(item.refused ?? null) !== null}
              onClick={() => {
                if ((item.refused ?? null) !== null) return;
                close(true);
                item.onPick();
              }}
            >
              {item.icon !== undefined && <Icon name={item.icon} />}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}
