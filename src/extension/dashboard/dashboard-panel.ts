import * as vscode from "vscode";
import { openRunFeed, type RunFeed } from "../../dashboard/run-feed.ts";
import { StreamSession } from "../../dashboard/stream-session.ts";
import { dashboardCallKinds, whileTrusted } from "../../protocol/call-kinds.ts";
import { serve, serveAnew, type Serving } from "../../protocol/channel.ts";
import { dashboardParamReaders } from "../../protocol/dashboard-params.ts";
import { dashboardProtocol, type HostPacket } from "../../protocol/dashboard.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { dashboardCalls } from "./dashboard-calls.ts";
import { EarlyPackets } from "./early-packets.ts";
import { dressPanel, failPanel, showPage, standsOpen } from "./webview-panel.ts";

/** One run's dashboard: the panel, and between it and the run a stream and answers to calls. */
export class DashboardPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #folder: string;
  readonly #app: App;
  readonly #subscriptions: { dispose(): unknown }[] = [];
  #feed: RunFeed | null = null;
  #session: StreamSession | null = null;
  #serving: Serving | null = null;
  /** What the page said before the run could be read. */
  readonly #early = new EarlyPackets();
  #disposed = false;
  /** The run could not be read. */
  #failed = false;

  constructor(panel: vscode.WebviewPanel, folder: string, app: App) {
    this.#panel = panel;
    this.#folder = folder;
    this.#app = app;
    dressPanel(panel, app.context.extensionUri);
    this.#subscriptions.push(
      panel.webview.onDidReceiveMessage(packet => {
        this.#receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        this.#session?.setVisible(panel.visible);
      }),
      {
        dispose: app.runs.onChange(() => {
          this.#retitle();
        }),
      },
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        // What lay out of reach is not any more.
        if (this.#failed) this.#follow();
        else this.#session?.touch();
      }),
      panel.onDidDispose(() => {
        this.#close();
      }),
    );
    this.#retitle();
    // The page loads while the run is read: each takes longer than it looks.
    showPage(panel, app.context.extensionUri, "dashboard", { folder });
    this.#follow();
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  /** Brings it to the front; false where it could not be shown and is closed. */
  reveal(preserveFocus: boolean): boolean {
    const stands = standsOpen(this.#panel);
    if (stands) this.#panel.reveal(undefined, preserveFocus);
    return stands;
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #follow(): void {
    this.#failed = false;
    this.#open().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      this.#failed = true;
      this.#app.log.error(say`${this.#folder}: its dashboard cannot be shown: ${words(message)}`);
      failPanel(this.#panel, message);
    });
  }

  async #open(): Promise<void> {
    const feed = await openRunFeed(this.#folder);
    if (this.#disposed) {
      await feed.close();
      return;
    }
    this.#feed = feed;
    this.#retitle();
    this.#session = new StreamSession({
      feed,
      post: update => {
        this.#post({ kind: "stream", update });
      },
      isTrusted: () => vscode.workspace.isTrusted,
    });
    this.#session.setVisible(this.#panel.visible);
    this.#session.prepare();
    for (const packet of this.#early.release()) this.#receive(packet);
  }

  /** A page greets when it has loaded: also after it was hidden, when VS Code loads it anew. */
  #receive(packet: unknown): void {
    const { feed, session } = { feed: this.#feed, session: this.#session };
    if (feed === null || session === null) {
      this.#early.hold(packet);
      return;
    }
    this.#serving ??= serveAnew(() =>
      serve(
        dashboardProtocol,
        wire => {
          this.#post(wire);
        },
        dashboardParamReaders,
        whileTrusted(
          dashboardCallKinds,
          dashboardCalls(this.#app, feed, session),
          () => vscode.workspace.isTrusted,
        ),
      ),
    );
    this.#serving.receive(packet);
  }

  #post(packet: HostPacket): void {
    // False when the page is gone: it asks for everything again when it is back.
    void this.#panel.webview.postMessage(packet);
  }

  #retitle(): void {
    const info = this.#feed?.model.info ?? this.#app.runs.find(this.#folder)?.info;
    if (info === undefined) return;
    const name = this.#feed?.model.latestNotes.name ?? info.name;
    titlePanel(this.#panel, say`${words(name, NAME)} · seed ${info.seed}`);
  }

  #close(): void {
    this.#disposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#serving?.close();
    this.#session?.close();
    void this.#feed?.close();
  }
}
