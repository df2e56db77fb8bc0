import { basename } from "node:path";
import * as vscode from "vscode";
import type { CurveSource } from "../../dashboard/curve-source.ts";
import { curvesDataCalls, openCurves } from "../../dashboard/curves-calls.ts";
import type { Gathering } from "../../dashboard/gathering.ts";
import type { Handlers } from "../../protocol/calls.ts";
import { curvesCallKinds, whileTrusted } from "../../protocol/call-kinds.ts";
import { serve, serveAnew, type Serving } from "../../protocol/channel.ts";
import { curvesParamReaders } from "../../protocol/curves-packets.ts";
import { curvesProtocol, type CurvesCalls, type CurvesPacket } from "../../protocol/curves.ts";
import { NAME } from "../../plain/plain-text.ts";
import type { App } from "../app.ts";
import { saveFile } from "../dashboard/host-calls.ts";
import { dressPanel, failPanel, showPage } from "../dashboard/webview-panel.ts";
import { titlePanel } from "../door/fields.ts";
import { say, words } from "../door/words.ts";
import { pickSources } from "./pick-sources.ts";

/** One page of curves: the panel, and between it and its sources a state and answers to calls. */
export class CurvesPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #app: App;
  readonly #sources: Gathering<CurveSource>;
  readonly #serving: Serving;
  /** What was asked for, until it is open. */
  #wanted: readonly string[];

  constructor(panel: vscode.WebviewPanel, folders: readonly string[], app: App) {
    this.#panel = panel;
    this.#app = app;
    this.#wanted = folders;
    this.#sources = openCurves(state => {
      this.#post({ kind: "curves", state });
      this.#retitle(state.sources.map(({ name }) => name));
    });
    const { extensionUri } = app.context;
    dressPanel(panel, extensionUri);
    // A page greets when it has loaded: also after it was hidden, when VS Code loads it anew.
    this.#serving = serveAnew(() =>
      serve(
        curvesProtocol,
        wire => {
          this.#post(wire);
        },
        curvesParamReaders,
        whileTrusted(curvesCallKinds, this.#calls(), () => vscode.workspace.isTrusted),
      ),
    );
    this.#retitle(folders.map(folder => basename(folder)));
    const subscriptions = [
      panel.webview.onDidReceiveMessage(packet => {
        this.#serving.receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        this.#sources.setVisible(panel.visible);
      }),
    ];
    panel.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
      this.#serving.close();
      this.#sources.close();
    });
    this.#sources.add(folders).then(
      () => {
        this.#wanted = [];
        showPage(panel, extensionUri, "curves", { folders });
      },
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        app.log.error(say`curves cannot be shown: ${words(message)}`);
        failPanel(panel, message);
      },
    );
  }

  get folders(): readonly string[] {
    return this.#wanted.length > 0 ? this.#wanted : this.#sources.folders;
  }

  #retitle(names: readonly string[]): void {
    const title = names.length === 0 ? "Curves" : `Curves: ${names.join(", ")}`;
    titlePanel(this.#panel, words(title, NAME));
  }

  #calls(): Handlers<CurvesCalls> {
    const [app, sources] = [this.#app, this.#sources];
    const save = (file: Parameters<typeof saveFile>[1]) => saveFile(sources.folders[0] ?? "", file);
    return {
      ...curvesDataCalls(sources, save),
      "sources/add": async () => {
        const picked = await pickSources(app, sources.folders);
        await sources.add(picked);
        return { added: picked.length > 0 };
      },
      "sources/open": ({ source }) => {
        if (sources.find(source)?.facts().kind === "run") app.dashboards.open(source);
        return Promise.resolve(null);
      },
      "host/save": async ({ name, kind, bytes }) => ({
        saved: await save({ name, kind, content: () => Promise.resolve(bytes) }),
      }),
      "host/copy": async ({ text }) => {
        await vscode.env.clipboard.writeText(text);
        return null;
      },
    };
  }

  #post(packet: CurvesPacket): void {
    // False when the page is gone: it asks for everything again when it is back.
    void this.#panel.webview.postMessage(packet);
  }
}
