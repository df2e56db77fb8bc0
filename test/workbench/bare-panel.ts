// The smallest extension that shows a page: what a webview costs in the workbench, whoever shows it.
import { packSmallExtension } from "./small-extension.ts";
import type { Workbench } from "./workbench.ts";

const BUTTON = "Open the bare panel";
const TEXT = "a bare panel";

const program = `
const vscode = require("vscode");
exports.activate = context => {
  const open = () => {
    const panel = vscode.window.createWebviewPanel("barePanel", "Bare", vscode.ViewColumn.Active, { enableScripts: true });
    panel.webview.html = "<!doctype html><html lang='en'><body><h1>${TEXT}</h1></body></html>";
  };
  const item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left);
  item.text = "${BUTTON}";
  item.command = "barePanel.open";
  item.show();
  context.subscriptions.push(item, vscode.commands.registerCommand("barePanel.open", open));
};
`;

/** Packs it into a folder; gives the VSIX. */
export const packBarePanel = (folder: string): string =>
  packSmallExtension(
    {
      name: "bare-panel",
      displayName: "Bare Panel",
      activationEvents: ["onStartupFinished"],
      commands: [{ command: "barePanel.open", title: BUTTON }],
      program,
    },
    folder,
  );

/** From the click on its button to its text on screen, in milliseconds. */
export async function openBarePanel(window: Workbench): Promise<number> {
  const button = window.statusBarItem(BUTTON);
  await button.waitFor();
  const start = performance.now();
  await button.click();
  await window.shownPage(page => page.getByRole("heading", { name: TEXT }).isVisible());
  return performance.now() - start;
}
