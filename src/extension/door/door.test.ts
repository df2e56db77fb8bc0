import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";

const home = join("src", "extension");
const door = join(home, "door");

/** What shows text in the editor: only the door may name it. */
const shows = new Set([
  "showInformationMessage",
  "showWarningMessage",
  "showErrorMessage",
  "setStatusBarMessage",
  "withProgress",
  "showQuickPick",
  "createQuickPick",
  "showInputBox",
  "createInputBox",
  "showSaveDialog",
  "showOpenDialog",
  "showWorkspaceFolderPick",
  "createOutputChannel",
]);

/** What is made with text in it. */
const made = new Set(["MarkdownString", "TreeItem", "Diagnostic", "Hover", "CompletionItem", "InlayHint"]);

/** Fields of things of VS Code that it shows. */
const fields = new Set([
  "title",
  "label",
  "text",
  "tooltip",
  "message",
  "description",
  "detail",
  "badge",
  "placeholder",
  "prompt",
  "accessibilityInformation",
  "validationMessage",
]);

const sources = readdirSync(home, { recursive: true, encoding: "utf8" })
  .map(name => join(home, name))
  .filter(name => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith(door));

/** Where a program shows text by itself; each as `line: what`. */
function aroundTheDoor(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const at = (node: ts.Node, what: string) => {
    found.push(`${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}: ${what}`);
  };
  const visit = (node: ts.Node): void => {
    // Also in brackets, and taken out of an object.
    if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && shows.has(node.text)) at(node, node.text);
    if (ts.isNewExpression(node)) {
      const { expression } = node;
      const name = ts.isPropertyAccessExpression(expression)
        ? expression.name.text
        : expression.getText(source);
      if (made.has(name)) at(node, `new ${name}`);
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const { left } = node;
      if (ts.isPropertyAccessExpression(left) && fields.has(left.name.text)) at(node, left.getText(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const parsed = (name: string, text: string) =>
  ts.createSourceFile(name, text, { languageVersion: ts.ScriptTarget.Latest }, true);

test("no text goes to the person around the door", () => {
  assert.ok(sources.length > 80);
  const found = sources.flatMap(file =>
    aroundTheDoor(parsed(file, readFileSync(file, "utf8"))).map(place => `${file}:${place}`),
  );
  assert.deepEqual(found, []);
});

test("only what this test looks at imports vscode", () => {
  const all = readdirSync("src", { recursive: true, encoding: "utf8" }).map(name => join("src", name));
  const elsewhere = all.filter(
    file =>
      file.endsWith(".ts") &&
      !file.startsWith(home) &&
      ts
        .preProcessFile(readFileSync(file, "utf8"))
        .importedFiles.some(({ fileName }) => fileName === "vscode"),
  );
  assert.deepEqual(elsewhere, []);
});

test("ways around the door are found: called, renamed, in brackets, taken apart, made, assigned", () => {
  const ways = [
    "vscode.window.showErrorMessage(`${name}`);",
    "const show = { error: vscode.window.showErrorMessage };",
    'vscode.window["withProgress"](options, work);',
    "const { showInputBox } = vscode.window;",
    'vscode.window.createOutputChannel("Log").appendLine(note);',
    "new vscode.TreeItem(name);",
    "new MarkdownString(note);",
    "panel.title = name;",
    "this.#item.tooltip = name;",
  ];
  for (const way of ways) assert.equal(aroundTheDoor(parsed("way.ts", way)).length, 1, way);
});
