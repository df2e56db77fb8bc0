import { dirname } from "node:path";
import * as vscode from "vscode";
import { trialDataCalls } from "../../dashboard/trial-calls.ts";
import { TrialFeed } from "../../dashboard/trial-feed.ts";
import { trialCallKinds, whileTrusted } from "../../protocol/call-kinds.ts";
import { serve, serveAnew, type Serving } from "../../protocol/channel.ts";
import { trialParamReaders } from "../../protocol/trial-packets.ts";
import { trialProtocol, type TrialPacket } from "../../protocol/trial.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { dressPanel, failPanel, showPage } from "../dashboard/webview-panel.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { trialHostCalls } from "./trial-host-calls.ts";
import type { TrialAddress } from "./trials.ts";

/** One trial's page: the panel, and between it and the branches a state and answers to calls. */
export class TrialPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #feed: TrialFeed;
  readonly #app: App;
  readonly #serving: Serving;

  constructor(panel: vscode.WebviewPanel, address: TrialAddress, app: App) {
    const { runsFolder, id } = address;
    this.#panel = panel;
    this.#app = app;
    const feed = new TrialFeed({
      post: state => {
        this.#post({ kind: "trial", state });
      },
      members: () =>
        app.runs.all.flatMap(({ folder, info }) =>
          info.trial?.id === id && dirname(folder) === runsFolder ? [folder] : [],
        ),
      isWaiting: folder => app.trainers.isWaiting(folder),
      isTrusted: () => vscode.workspace.isTrusted,
    });
    this.#feed = feed;
    const { extensionUri } = app.context;
    dressPanel(panel, extensionUri);
    // A page greets when it has loaded: also after it was hidden, when VS Code loads it anew.
    this.#serving = serveAnew(() =>
      serve(
        trialProtocol,
        wire => {
          this.#post(wire);
        },
        trialParamReaders,
        whileTrusted(
          trialCallKinds,
          { ...trialDataCalls(this.#feed, this.#app.viewer), ...trialHostCalls(this.#app, this.#feed) },
          () => vscode.workspace.isTrusted,
        ),
      ),
    );
    const look = () => {
      feed.look().catch((error: unknown) => {
        app.log.error(say`a trial cannot be followed: ${words(String(error))}`);
      });
    };
    const subscriptions: { dispose(): unknown }[] = [
      panel.webview.onDidReceiveMessage(packet => {
        this.#serving.receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        feed.setVisible(panel.visible);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        feed.touch();
      }),
      app.trainers.onQueueChange(() => {
        feed.touch();
      }),
      { dispose: app.runs.onChange(look) },
    ];
    panel.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
      this.#serving.close();
      feed.close();
    });
    this.#open(address).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      app.log.error(say`a trial cannot be shown: ${words(message)}`);
      failPanel(panel, message);
    });
  }

  /** After a reload of the window the runs are still being read. */
  async #open(address: TrialAddress): Promise<void> {
    await this.#app.runs.settled();
    await this.#feed.look();
    const { state } = this.#feed;
    if (state === null) throw new Error("The branches of this trial are not in these runs folders any more.");
    titlePanel(this.#panel, say`Try Weights: ${words(state.parent.name, NAME)}`);
    showPage(this.#panel, this.#app.context.extensionUri, "trial", address);
  }

  #post(packet: TrialPacket): void {
    // False when the page is gone: it asks for everything again when it is back.
    void this.#panel.webview.postMessage(packet);
  }
}
