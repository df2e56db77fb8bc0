import { basename, dirname, extname, join } from "node:path";
import * as vscode from "vscode";
import { compareDataCalls } from "../../dashboard/compare-calls.ts";
import { Comparison } from "../../dashboard/comparison.ts";
import type { Handlers } from "../../protocol/calls.ts";
import { compareCallKinds, whileTrusted } from "../../protocol/call-kinds.ts";
import { serve, serveAnew, type Serving } from "../../protocol/channel.ts";
import { compareParamReaders } from "../../protocol/compare-packets.ts";
import { compareProtocol, type CompareCalls, type ComparePacket } from "../../protocol/compare.ts";
import type { App } from "../app.ts";
import { saveFile } from "../dashboard/host-calls.ts";
import { dressPanel, failPanel, showPage } from "../dashboard/webview-panel.ts";
import { mention } from "../door/messages.ts";
import { askTarget } from "../door/questions.ts";
import { say, words } from "../door/words.ts";
import { pickForComparing } from "./pick-runs.ts";

/** One side-by-side viewer: the panel, and between it and the runs a state and answers to calls. */
export class ComparePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #app: App;
  readonly #comparison: Comparison;
  readonly #folders: readonly string[];
  /** Resolves when the first runs are there, or cannot be read. */
  readonly #opened: Promise<void>;
  readonly #serving: Serving;

  constructor(panel: vscode.WebviewPanel, folders: readonly string[], app: App) {
    this.#panel = panel;
    this.#app = app;
    this.#folders = folders;
    this.#comparison = new Comparison(update => {
      this.#post({ kind: "compared", update });
    });
    const { extensionUri } = app.context;
    dressPanel(panel, extensionUri);
    // A page greets when it has loaded: also after it was hidden, when VS Code loads it anew.
    this.#serving = serveAnew(() =>
      serve(
        compareProtocol,
        wire => {
          this.#post(wire);
        },
        compareParamReaders,
        whileTrusted(compareCallKinds, this.#calls(), () => vscode.workspace.isTrusted),
      ),
    );
    const subscriptions = [
      panel.webview.onDidReceiveMessage(packet => {
        this.#serving.receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        this.#comparison.setVisible(panel.visible);
      }),
    ];
    panel.onDidDispose(() => {
      for (const subscription of subscriptions) subscription.dispose();
      this.#serving.close();
      this.#comparison.close();
    });
    // The page loads, and the viewer starts, while the runs are read.
    app.viewer.warm();
    showPage(panel, extensionUri, "compare", { folders });
    this.#opened = this.#comparison.add(folders).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      app.log.error(say`runs cannot be compared: ${words(message)}`);
      failPanel(panel, message);
    });
  }

  get folders(): readonly string[] {
    const { folders } = this.#comparison;
    return folders.length > 0 ? folders : this.#folders;
  }

  #calls(): Handlers<CompareCalls> {
    const app = this.#app;
    const comparison = this.#comparison;
    const [first = ""] = this.#folders;
    const dataCalls = compareDataCalls(comparison, app.viewer, () => app.runs.all);
    return {
      ...dataCalls,
      "compare/start": async (params, signal) => {
        await this.#opened;
        return dataCalls["compare/start"](params, signal);
      },
      "runs/add": async () => {
        const picked = await pickForComparing(app, comparison.folders);
        await comparison.add(picked);
        return { added: picked.length > 0 };
      },
      "runs/open": ({ run }) => {
        if (comparison.find(run) !== undefined) app.dashboards.open(run);
        return Promise.resolve(null);
      },
      "host/save": async ({ name, bytes }) => ({
        saved: await saveFile(first, { name, kind: "png", content: () => Promise.resolve(bytes) }),
      }),
      "host/saveMarkdown": async ({ name, text, picture }) => ({
        saved: await saveMarkdown(first, name, text, picture),
      }),
    };
  }

  #post(packet: ComparePacket): void {
    // False when the page is gone: it asks for everything again when it is back.
    void this.#panel.webview.postMessage(packet);
  }
}

/** Asks for a place and writes the text there, its picture beside it; false when the user chose none. */
async function saveMarkdown(run: string, name: string, text: string, picture: Uint8Array): Promise<boolean> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? dirname(run);
  const target = await askTarget({
    defaultUri: vscode.Uri.file(join(place, basename(name))),
    filters: { Markdown: ["md"] },
  });
  if (target === undefined) return false;
  const { fsPath } = target;
  const pictureName = `${basename(fsPath, extname(fsPath))}.png`;
  await vscode.workspace.fs.writeFile(vscode.Uri.file(join(dirname(fsPath), pictureName)), picture);
  const withPicture = text.replaceAll("{picture}", encodeURI(pictureName));
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(withPicture));
  mention(say`Written: ${fsPath} and ${pictureName}`);
  return true;
}
