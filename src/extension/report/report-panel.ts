import * as vscode from "vscode";
import { reportCallKinds, whileTrusted } from "../../protocol/call-kinds.ts";
import { serve, serveAnew, type Serving } from "../../protocol/channel.ts";
import { reportParamReaders } from "../../protocol/report-packets.ts";
import { reportProtocol, type ReportPacket } from "../../protocol/report.ts";
import { sweepFailure } from "../../launching/sweep/sweep-failure.ts";
import { RunIndex } from "../../runs/run-index.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { dressPanel, failPanel, showPage, standsOpen } from "../dashboard/webview-panel.ts";
import { reportCalls } from "./report-calls.ts";
import { ReportFeed } from "./report-feed.ts";

/** The report of one sweep: the panel, and between it and the sweep's folder a stream and answers to calls. */
export class ReportPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #folder: string;
  readonly #app: App;
  readonly #feed: ReportFeed;
  /** Of a folder that the window does not list. */
  readonly #ownIndex: RunIndex | null;
  readonly #serving: Serving;

  constructor(panel: vscode.WebviewPanel, folder: string, app: App) {
    this.#panel = panel;
    this.#folder = folder;
    this.#app = app;
    const listed = app.runs.sweepFolders.includes(folder);
    this.#ownIndex = listed ? null : new RunIndex([folder]);
    const index = this.#ownIndex ?? app.runs;
    this.#feed = new ReportFeed({
      folder,
      index,
      facts: () => ({
        sweeping: app.sweeps.isSweeping(folder),
        failure: app.sweeps.isSweeping(folder) ? null : sweepFailure(folder),
        trusted: vscode.workspace.isTrusted,
      }),
      post: update => {
        this.#post({ kind: "report", update });
      },
      onTrouble: error => {
        this.#fail(error);
      },
    });
    dressPanel(panel, app.context.extensionUri);
    // A page greets when it has loaded: also after it was hidden, when VS Code loads it anew.
    this.#serving = serveAnew(() =>
      serve(
        reportProtocol,
        wire => {
          this.#post(wire);
        },
        reportParamReaders,
        whileTrusted(
          reportCallKinds,
          reportCalls(this.#app, this.#folder, this.#feed),
          () => vscode.workspace.isTrusted,
        ),
      ),
    );
    const subscriptions = [
      panel.webview.onDidReceiveMessage(packet => {
        this.#serving.receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        this.#feed.setVisible(panel.visible);
      }),
      app.sweeps.onChange(() => {
        this.#feed.reread();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#feed.touch();
      }),
    ];
    panel.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
      this.#serving.close();
      this.#feed.close();
      this.#ownIndex?.dispose();
    });
    index.settled().then(
      () => {
        this.#show();
      },
      (error: unknown) => {
        this.#fail(error);
      },
    );
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  get name(): string {
    return this.#feed.source().name;
  }

  /** Brings it to the front; false where it could not be shown and is closed. */
  reveal(): boolean {
    const stands = standsOpen(this.#panel);
    if (stands) this.#panel.reveal();
    return stands;
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #show(): void {
    try {
      titlePanel(this.#panel, say`${words(this.#feed.source().name, NAME)} · Sweep`);
    } catch (error) {
      this.#fail(error);
      return;
    }
    showPage(this.#panel, this.#app.context.extensionUri, "report", { folder: this.#folder });
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#app.log.error(say`${this.#folder}: its report cannot be shown: ${words(message)}`);
    failPanel(this.#panel, message, "This sweep cannot be shown");
  }

  #post(packet: ReportPacket): void {
    // False when the page is gone: it asks for everything again when it is back.
    void this.#panel.webview.postMessage(packet);
  }
}
