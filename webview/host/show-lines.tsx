import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { linesPage } from "../../src/protocol/lines-page.ts";
import { connectPage } from "./connect-page.ts";
import { showPage } from "./show-page.ts";
import "../styles/page.css";

/** Shows a page that asks one question, once the answer is there. */
export function showLines(view: (lines: readonly string[]) => ComponentChild): void {
  showPage(port => {
    const shown = signal<ComponentChild>(null);
    const lost = signal<string | null>(null);
    connectPage(port, linesPage, {
      hear: () => undefined,
      lost,
      start: async call => {
        shown.value = view(await call("lines", null));
      },
    });
    const Page = () => <main>{lost.value ?? shown.value}</main>;
    return { keep: () => undefined, view: <Page /> };
  });
}
