import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { whileTrusted } from "../../protocol/call-kinds.ts";
import {
  CallError,
  type CallMap,
  type Handlers,
  type MethodOf,
  type ParamReaders,
} from "../../protocol/calls.ts";
import { serve, serveAnew } from "../../protocol/channel.ts";
import { pageParamReaders, type PageCalls } from "../../protocol/page-calls.ts";
import type { PageProtocol } from "../../protocol/page-protocol.ts";
import type { Wire } from "../../protocol/wire.ts";
import { letGo } from "../../unattended/unattended.ts";
import type { OwnLog } from "../door/channels.ts";
import { titlePanel } from "../door/fields.ts";
import type { Words } from "../door/words.ts";
import { setting } from "../setting.ts";
import { manageTrust } from "../trust.ts";
import { pageHtml } from "./page-html.ts";

/** What a page shows, once it is read. */
export interface PageContent<Calls extends CallMap<Calls>> {
  readonly calls: Handlers<Calls>;
  setVisible(visible: boolean): void;
  close(): void;
}

/** A page's own panel, for what it shows. */
export interface PagePanel<Address extends object> {
  /** What it is about now. */
  readonly address: Address;
  /** It is about something else from now on. */
  readonly move: (to: Address) => void;
  readonly retitle: (title: Words) => void;
}

/** Between what a page shows and its page. */
export interface PageTalk<Address extends object, Packet> extends PagePanel<Address> {
  readonly post: (packet: Packet) => void;
  /** It cannot be shown any more. */
  readonly fail: (error: unknown) => void;
}

/** What makes pages those of a kind. `Needs` are the parts of the window that they use. */
export interface PageKind<Address extends object, Calls extends CallMap<Calls>, Packet, Needs> {
  readonly protocol: PageProtocol<Address, Calls, Packet>;
  /** Equal for two addresses of the same page. */
  readonly keyOf: (address: Address) => string;
  /** What is done at once, before anything is read: a title where one is known. */
  readonly prepare?: (panel: PagePanel<Address>, needs: Needs) => void;
  /** Reads what it shows; anew where that failed, and once the workspace is trusted. */
  readonly read: (talk: PageTalk<Address, Packet>, needs: Needs) => Promise<PageContent<Calls>>;
  /** What the log says where it cannot be shown; the page is told by itself. */
  readonly trouble: (address: Address) => Words;
}

/** Where a page is shown. */
export interface PagePlace {
  readonly panel: vscode.WebviewPanel;
  /** The extension's folder. */
  readonly extension: vscode.Uri;
  /** Its script and its style sheet in dist/webview have this name. */
  readonly name: string;
  readonly log: Pick<OwnLog, "error">;
  /** Something was done in it, or is typed in it, that must not go with its tab. */
  readonly used: () => void;
}

/** A page that is open, until its panel is closed. */
export interface Page<Address extends object> {
  readonly address: Address;
  /** Brings it to the front, and reads anew what could not be read. */
  reveal(preserveFocus: boolean): void;
  /** Whether the next page of its kind takes its place, which its icon shows. */
  setPreview(isPreview: boolean): void;
}

/**
 * Shows a page in a panel. Its document stands there from the first moment on and keeps what it is about, so that a reload
 * brings it back however early it comes. What it asks waits until that is read; where it cannot be, it is told why, and
 * asks again when the person wants it. Once the workspace is trusted, everything is read and shown anew: what lay out of
 * reach is not any more.
 */
export function openPage<Address extends object, Calls extends CallMap<Calls>, Packet, Needs>(
  kind: PageKind<Address, Calls, Packet, Needs>,
  first: Address,
  needs: Needs,
  { panel, extension, name, log, used }: PagePlace,
): Page<Address> {
  const { webview } = panel;
  const { params, kinds, version } = kind.protocol;
  let address = first;
  /** The reading that counts, while it goes on and after it; null where the next one to ask begins it. */
  let reading: Promise<PageContent<Calls>> | null = null;
  let content: PageContent<Calls> | null = null;
  let failed = false;

  const post = (packet: Packet | Wire) => {
    // False when the page is gone: it asks for everything again when it is back.
    letGo(webview.postMessage(packet));
  };
  const own: PagePanel<Address> = {
    get address() {
      return address;
    },
    move: to => {
      address = to;
    },
    retitle: title => {
      titlePanel(panel, title);
    },
  };
  const show = () => {
    webview.html = documentOf(panel, extension, name, address);
  };
  /** From now on another reading counts. */
  const replace = (by: Promise<PageContent<Calls>> | null) => {
    reading = by;
    failed = false;
    content?.close();
    content = null;
    letGo(
      by?.then(
        read => {
          if (reading !== by) {
            read.close();
            return;
          }
          content = read;
          read.setVisible(panel.visible);
        },
        (error: unknown) => {
          if (reading !== by) return;
          failed = true;
          log.error(kind.trouble(address), error);
        },
      ),
    );
  };
  const begin = () => {
    const begun = Promise.resolve().then(() =>
      kind.read(
        {
          ...own,
          get address() {
            return address;
          },
          post: packet => {
            if (reading === begun) post(packet);
          },
          fail: error => {
            if (reading !== begun) return;
            // The page loads again, and what it asks first is told why.
            replace(Promise.reject(error instanceof Error ? error : new Error(String(error))));
            show();
          },
        },
        needs,
      ),
    );
    replace(begun);
    return begun;
  };
  const anew = () => {
    letGo(begin());
    show();
  };
  const whenRead = async (): Promise<PageContent<Calls>> => {
    const own = reading ?? begin();
    try {
      const read = await own;
      if (read !== content) throw new CallError("cancelled", "this page is read anew");
      return read;
    } catch (error) {
      // Told once: who asks after that has it tried again.
      if (reading === own) reading = null;
      throw error;
    }
  };
  const handlers = whileTrusted(kinds, waiting(params, whenRead), () => vscode.workspace.isTrusted, used);
  // A page greets when it has loaded: also after it was hidden, when VS Code loads it anew.
  const serving = serveAnew(() =>
    serve<Calls & PageCalls>(
      version,
      post,
      { ...params, ...pageParamReaders },
      { ...handlers, ...pageCalls(used) },
    ),
  );
  const subscriptions = [
    webview.onDidReceiveMessage(packet => {
      serving.receive(packet);
    }),
    panel.onDidChangeViewState(() => {
      content?.setVisible(panel.visible);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(anew),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration("pairingLab.pageKeys")) show();
    }),
  ];
  panel.onDidDispose(() => {
    for (const subscription of subscriptions) subscription.dispose();
    serving.close();
    replace(null);
  });
  dress(panel, extension);
  kind.prepare?.(own, needs);
  // The page loads while what it is about is read: each takes longer than it looks.
  show();
  letGo(begin());
  return {
    get address() {
      return address;
    },
    reveal: preserveFocus => {
      panel.reveal(undefined, preserveFocus);
      if (failed) anew();
    },
    setPreview: isPreview => {
      panel.iconPath = iconOf(extension, isPreview);
    },
  };
}

/** Handlers that wait until what the page shows is read. Whoever is gone by then has nothing done. */
function waiting<Calls extends CallMap<Calls>>(
  params: ParamReaders<Calls>,
  whenRead: () => Promise<PageContent<Calls>>,
): Handlers<Calls> {
  const waitingFor = <M extends MethodOf<Calls>>(method: M): Handlers<Calls>[M] => {
    return async (asked, signal) => {
      const { calls } = await whenRead();
      signal.throwIfAborted();
      return calls[method](asked, signal);
    };
  };
  const methods = Object.keys(params) as MethodOf<Calls>[];
  // TypeScript does not follow each method to its own handler.
  return Object.fromEntries(methods.map(method => [method, waitingFor(method)])) as Handlers<Calls>;
}

const pageCalls = (used: () => void): Handlers<PageCalls> => ({
  "page/beat": () => Promise.resolve(null),
  "page/keep": () => {
    used();
    return Promise.resolve(null);
  },
  "page/manageTrust": async () => {
    await manageTrust();
    return null;
  },
});

const pagesIn = (extension: vscode.Uri) => vscode.Uri.joinPath(extension, "dist", "webview");

/** What a panel of ours is made with; once it is dressed it may load our pages' files. */
export const webviewOptions = { enableScripts: true, enableForms: false } as const;

/** Gives a panel its icon and what it may do; also one that VS Code brings back after a reload. */
function dress(panel: vscode.WebviewPanel, extension: vscode.Uri): void {
  panel.iconPath = iconOf(extension, false);
  panel.webview.options = { ...webviewOptions, localResourceRoots: [pagesIn(extension)] };
}

/** Of a page whose tab stays, or (a paler one) of one whose place the next takes. */
function iconOf(extension: vscode.Uri, isPreview: boolean) {
  const [media, name] = [vscode.Uri.joinPath(extension, "media"), isPreview ? "preview" : "dashboard"];
  return {
    light: vscode.Uri.joinPath(media, `${name}-light.svg`),
    dark: vscode.Uri.joinPath(media, `${name}-dark.svg`),
  };
}

/** The document of a page, under the title that the panel has now. */
function documentOf(
  { webview, title }: vscode.WebviewPanel,
  extension: vscode.Uri,
  name: string,
  address: object,
): string {
  const uri = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(pagesIn(extension), file)).toString();
  return pageHtml({
    source: webview.cspSource,
    script: uri(`${name}.js`),
    style: uri(`${name}.css`),
    nonce: randomBytes(18).toString("base64url"),
    title,
    address,
    restricted: !vscode.workspace.isTrusted,
    characterKeysRest: !setting("pageKeys"),
  });
}
