import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { dashboardHtml, failureHtml } from "./dashboard-html.ts";

/** What a panel of ours is made with; `dressPanel` adds the folder that it may load from. */
export const webviewOptions = { enableScripts: true, enableForms: false } as const;

/** A page of dist/webview: its script and its style sheet have its name. */
type PageName = "dashboard" | "compare" | "trial" | "report" | "curves";

/** What a page is about: a folder, folders, a trial. */
type PageAddress = object;

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

/** Panels that say why there is nothing to show. */
const failed = new WeakSet<vscode.WebviewPanel>();

/** Says in a panel why there is nothing to show. Whoever opens it again tries again (`standsOpen`). */
export function failPanel(panel: vscode.WebviewPanel, message: string, title?: string): void {
  failed.add(panel);
  panel.webview.html = failureHtml(message, title);
}

/** Whether a panel that was opened before can come to the front. One that shows a failure is closed, for another to be opened. */
export function standsOpen(panel: vscode.WebviewPanel): boolean {
  if (failed.has(panel)) panel.dispose();
  return !failed.has(panel);
}

/**
 * Shows a page, which keeps from its first moment on what it is about, so that a reload brings it back; once the workspace is trusted anew, so that it asks again for what it was refused.
 * @param address what the page's collection restores it from
 */
export function showPage(
  panel: vscode.WebviewPanel,
  extension: vscode.Uri,
  page: PageName,
  address: PageAddress,
): void {
  const load = () => {
    failed.delete(panel);
    panel.webview.html = pageHtml(panel, extension, page, address);
  };
  load();
  if (vscode.workspace.isTrusted) return;
  const granted = vscode.workspace.onDidGrantWorkspaceTrust(load);
  panel.onDidDispose(() => {
    granted.dispose();
  });
}

/** The document of a page, under the title that the panel has now. */
function pageHtml(
  { webview, title }: vscode.WebviewPanel,
  extension: vscode.Uri,
  page: PageName,
  address: PageAddress,
): string {
  const uri = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(pagesIn(extension), file)).toString();
  return dashboardHtml({
    source: webview.cspSource,
    script: uri(`${page}.js`),
    style: uri(`${page}.css`),
    nonce: randomBytes(18).toString("base64url"),
    title,
    address,
  });
}
