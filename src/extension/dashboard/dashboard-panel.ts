import * as vscode from "vscode";
import { openRunFeed, type RunFeed } from "../../dashboard/run-feed.ts";
import { StreamSession } from "../../dashboard/stream-session.ts";
import { serve, serveAnew, type Serving } from "../../protocol/channel.ts";
import { dashboardParamReaders } from "../../protocol/dashboard-params.ts";
import { dashboardProtocol, type HostPacket } from "../../protocol/dashboard.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { dashboardCalls } from "./dashboard-calls.ts";
import { failureHtml } from "./dashboard-html.ts";
import { EarlyPackets } from "./early-packets.ts";
import { dressPanel, pageHtml } from "./webview-panel.ts";

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
        this.#session?.touch();
      }),
      panel.onDidDispose(() => {
        this.#close();
      }),
    );
    this.#retitle();
    // The page loads while the run is read: each takes longer than it looks.
    panel.webview.html = pageHtml(panel, app.context.extensionUri, "dashboard");
    this.#open().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      app.log.error(`${folder}: its dashboard cannot be shown: ${message}`);
      panel.webview.html = failureHtml(message);
    });
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    this.#panel.dispose();
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
        dashboardCalls(this.#app, feed, session),
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
