import * as vscode from "vscode";

/** The document of the tab in front: right after a window opens VS Code tells of its tabs before it tells of its editors. */
export async function documentInFront(): Promise<vscode.TextDocument | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? vscode.workspace.openTextDocument(input.uri) : undefined;
}
