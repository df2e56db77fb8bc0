import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { dashboardHtml } from "./dashboard-html.ts";

/** What a panel of ours is made with; `dressPanel` adds the folder that it may load from. */
export const webviewOptions = { enableScripts: true, enableForms: false } as const;

/** A page of dist/webview: its script and its style sheet have its name. */
type PageName = "dashboard" | "compare" | "trial" | "report" | "curves";

const pagesIn = (extension: vscode.Uri) => vscode.Uri.joinPath(extension, "dist", "webview");

/** Gives a panel its icon and what it may do; also one that VS Code brings back after a reload. */
export function dressPanel(panel: vscode.WebviewPanel, extension: vscode.Uri): void {
  const media = vscode.Uri.joinPath(extension, "media");
  panel.iconPath = {
    light: vscode.Uri.joinPath(media, "dashboard-light.svg"),
    dark: vscode.Uri.joinPath(media, "dashboard-dark.svg"),
  };
  panel.webview.options = { ...webviewOptions, localResourceRoots: [pagesIn(extension)] };
}

/** Shows a page; once the workspace is trusted anew, so that it asks again for what it was refused. */
export function showPage(panel: vscode.WebviewPanel, extension: vscode.Uri, page: PageName): void {
  const load = () => {
    panel.webview.html = pageHtml(panel, extension, page);
  };
  load();
  if (vscode.workspace.isTrusted) return;
  const granted = vscode.workspace.onDidGrantWorkspaceTrust(load);
  panel.onDidDispose(() => {
    granted.dispose();
  });
}

/** The document of a page, under the title that the panel has now. */
function pageHtml({ webview, title }: vscode.WebviewPanel, extension: vscode.Uri, page: PageName): string {
  const uri = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(pagesIn(extension), file)).toString();
  return dashboardHtml({
    source: webview.cspSource,
    script: uri(`${page}.js`),
    style: uri(`${page}.css`),
    nonce: randomBytes(18).toString("base64url"),
    title,
  });
}
