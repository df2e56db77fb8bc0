import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";

interface DialogProps {
  readonly title: string;
  readonly small?: boolean;
  readonly tools?: ComponentChildren;
  readonly footer?: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog; the browser keeps the focus inside and gives it back. */
export function Dialog({ title, small = false, tools, footer, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={small ? "small" : ""}
      aria-label={title}
      onClose={onClose}
      onKeyDown={event => {
        event.stopPropagation(); // the page's own keys rest while a dialog is open
      }}
    >
      <header>
        <h2>{title}</h2>
        <span class="grow" />
        {tools}
        <IconButton icon="close" name="Close" onPress={() => dialog.current?.close()} />
      </header>
      <div class="body">{children}</div>
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  );
}
