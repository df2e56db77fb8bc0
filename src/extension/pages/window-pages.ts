import type * as vscode from "vscode";
import type { CallMap } from "../../protocol/calls.ts";
import { addressIn } from "../../protocol/page-protocol.ts";
import { pageNames, pages, viewType, type PageName } from "../contributions/pages.ts";
import type { OwnLog } from "../door/channels.ts";
import { openPage, type PageKind } from "./page.ts";
import { Pages } from "./pages.ts";

type Kinds = {
  readonly [Name in PageName]: Awaited<ReturnType<(typeof pages)[Name]["load"]>>["page"];
};

/** The parts of the window that pages use, all of them together. */
type AllNeeds = Kinds[PageName] extends {
  readonly read: (talk: never, needs: infer Needs) => unknown;
}
  ? Needs
  : never;

/** The open pages of a window, by the names of their kinds. */
export type WindowPages = {
  readonly [Name in PageName]: Kinds[Name] extends {
    readonly keyOf: (address: infer Address extends object) => string;
  }
    ? Pages<Address>
    : never;
};

export interface PagesWindow {
  /** The extension's folder. */
  readonly extension: vscode.Uri;
  readonly log: Pick<OwnLog, "error">;
  readonly needs: () => AllNeeds;
  /** Keeps what is to be disposed of with the window. */
  readonly own: <T extends vscode.Disposable>(part: T) => T;
}

/** Loads the code of every kind of page; gives the collections of a window. */
export async function loadPages(): Promise<(window: PagesWindow) => WindowPages> {
  const loaded = await Promise.all(
    pageNames.map(async name => [name, (await pages[name].load()).page] as const),
  );
  return window =>
    Object.fromEntries(
      loaded.map(([name, kind]) => [
        name,
        // Each kind with its own address; what all of them need is one type.
        window.own(pagesOf(name, kind as unknown as PageKind<object, never, never, AllNeeds>, window)),
      ]),
    ) as unknown as WindowPages;
}

function pagesOf<Address extends object, Calls extends CallMap<Calls>, Packet>(
  name: PageName,
  kind: PageKind<Address, Calls, Packet, AllNeeds>,
  { extension, log, needs }: PagesWindow,
): Pages<Address> {
  return new Pages<Address>({
    type: viewType(name),
    title: pages[name].title,
    kept: saved => addressIn(kind.protocol, saved),
    keyOf: kind.keyOf,
    open: (panel, address, used) => openPage(kind, address, needs(), { panel, extension, name, log, used }),
  });
}
