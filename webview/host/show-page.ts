import { render, type ComponentChild } from "preact";
import { openPort, type Port } from "./port.ts";

/** What a page is made of. */
export interface ShownPage {
  /** Keeps what was arranged now, for a page that may be gone soon. */
  readonly keep: () => void;
  readonly view: ComponentChild;
}

/** Shows a page in its document, in place of whatever stood there while it loaded. */
export function showPage<Kept extends object>(make: (port: Port<Kept>) => ShownPage): void {
  const root = document.getElementById("root") ?? document.body;
  const { keep, view } = make(openPort<Kept>());
  addEventListener("pagehide", keep);
  root.replaceChildren();
  render(view, root);
}
