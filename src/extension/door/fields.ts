import * as vscode from "vscode";
import { factsMarkdown, literal, type Facts } from "./facts-markdown.ts";
import { shown, type Text, type Words } from "./words.ts";

/** Lines of a tooltip, each by itself. */
const linesOf = (lines: readonly Text[]): string => lines.map(shown).join("\n");

export interface RowText {
  readonly label: Text;
  readonly description?: Text;
  readonly tooltip?: readonly Text[];
  /** For screen readers, where the label does not do. */
  readonly spoken?: Text;
}

/** A row of a tree, with all text that it shows. */
export function rowItem(
  { label, description, tooltip, spoken }: RowText,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const item = new vscode.TreeItem(shown(label), state);
  if (description !== undefined) item.description = shown(description);
  if (tooltip !== undefined) item.tooltip = linesOf(tooltip);
  if (spoken !== undefined) item.accessibilityInformation = { label: shown(spoken), role: "treeitem" };
  return item;
}

/** What stands above the rows of a view, beside its title and on its icon. */
export function describeView(
  view: vscode.TreeView<unknown>,
  {
    message,
    description,
    badge,
  }: {
    readonly message: Text;
    readonly description: Text;
    readonly badge: { readonly value: number; readonly tooltip: string } | undefined;
  },
): void {
  view.message = shown(message);
  view.description = shown(description);
  view.badge = badge;
}

/** Names a page's tab. */
export function titlePanel(panel: vscode.WebviewPanel, title: Words): void {
  if (panel.title !== title.text) panel.title = title.text;
}

export interface StatusText {
  readonly text: Text;
  readonly tooltip: readonly Text[];
  /** For screen readers. Says nothing that changes every second. */
  readonly spoken: Text;
}

/** Shows an item of the status bar, with a codicon of ours. */
export function showStatus(
  item: vscode.StatusBarItem,
  icon: string,
  { text, tooltip, spoken }: StatusText,
): void {
  item.text = `$(${icon}) ${shown(text)}`;
  item.tooltip = linesOf(tooltip);
  item.accessibilityInformation = { label: shown(spoken) };
  item.show();
}

/** What is wrong in a file, or worth a warning, where its editor shows it. */
export function problemAt(
  range: vscode.Range,
  problem: Text,
  severity: vscode.DiagnosticSeverity = vscode.DiagnosticSeverity.Error,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, shown(problem), severity);
  diagnostic.source = "Pairing Lab";
  return diagnostic;
}

/** What an editor offers to mend a problem by. */
export function fixFor(title: Text, edit: vscode.WorkspaceEdit): vscode.CodeAction {
  const fix = new vscode.CodeAction(shown(title), vscode.CodeActionKind.QuickFix);
  fix.edit = edit;
  return fix;
}

export interface ToolQuestion {
  readonly title: Words;
  readonly message: Words;
}

/** A question before a language model's tool does something. Some versions of VS Code take a text for Markdown, so this is. */
export const toolQuestion = ({
  title,
  message,
}: ToolQuestion): vscode.LanguageModelToolConfirmationMessages => ({
  title: title.text,
  message: new vscode.MarkdownString(literal(message.text)),
});

/** Gives a row a tooltip of facts. */
export function showFacts(item: vscode.TreeItem, facts: Facts): void {
  item.tooltip = new vscode.MarkdownString(factsMarkdown(facts));
}
