import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { dashboardType } from "../contributions/views.ts";
import { dashboardHtml } from "./dashboard-html.ts";

export class Dashboards {
  readonly #panels = new Map<string, vscode.WebviewPanel>();
  readonly #extension: vscode.Uri;
  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }
  get activeFolder(): string | undefined {
    return [...this.#panels].find(([, p]) => p.active)?.[0];
  }
  open(folder: string): void {
    const held = this.#panels.get(folder);
    if (held !== undefined) {
      held.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(dashboardType, folder, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#extension, "dist", "webview")],
    });
    this.#attach(panel, folder);
  }
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    console.log(state);
    panel.dispose();
  }
  close(folder: string): void {
    this.#panels.get(folder)?.dispose();
  }
  #attach(panel: vscode.WebviewPanel, folder: string): void {
    this.#panels.set(folder, panel);
    panel.onDidDispose(() => this.#panels.delete(folder));
    const at = (n: string) =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(this.#extension, "dist", "webview", n)).toString();
    panel.webview.html = dashboardHtml({
      source: panel.webview.cspSource,
      script: at("dashboard.js"),
      style: at("dashboard.css"),
      nonce: randomBytes(16).toString("base64"),
      title: folder,
    });
  }
  dispose(): void {
    for (const p of this.#panels.values()) p.dispose();
  }
}
