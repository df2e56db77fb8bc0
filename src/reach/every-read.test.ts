// Whatever the window reads of a folder that people hand it goes by `inReach`: the sources are looked at, since no test
// opens every file of a hostile folder.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { test } from "node:test";
import ts from "typescript";

/** What the process of the window has nothing of, or in a trusted workspace alone: trainers, viewers, the terminal. */
const elsewhere = new Set([
  "training",
  "viewing",
  "cli",
  "gan",
  "compiler",
  "execution",
  "data",
  "evaluation",
]);

/** What of node:fs opens a file or lists a folder. */
const opening = new Set([
  ...["open", "openSync", "openAsBlob", "createReadStream", "watch", "watchFile"],
  ...["readFile", "readFileSync", "readdir", "readdirSync", "opendir", "opendirSync"],
  ...["cp", "cpSync", "copyFile", "copyFileSync"],
]);

const writes = "writes into a folder, which needs trust";
const own = "of the system or of our own installation";

/** Who opens without it, and why that is right. */
const others: Readonly<Record<string, string>> = {
  "src/runs/alone.ts": writes,
  "src/runs/append-log.ts": writes,
  "src/runs/checkpoint-writer.ts": writes,
  "src/runs/copy-run.ts": writes,
  "src/runs/export-scalars.ts": writes,
  "src/runs/folder-lock.ts": writes,
  "src/runs/held-checkpoint.ts": writes,
  "src/runs/lock-record.ts": writes,
  "src/runs/replace-file.ts": writes,
  "src/runs/temporary.ts": writes,
  "src/launching/trainer.ts": writes,
  "src/launching/sweep/start-sweep.ts": writes,
  "src/runs/process-name.ts": own,
  "src/launching/kept-programs.ts": own,
  "src/launching/physical-cores.ts": own,
  "src/launching/this-machine.ts": own,
  "src/launching/versions.ts": own,
  "src/share/page-program.ts": own,
  "src/extension/commands/copy-examples.ts": own,
  "src/extension/commands/write-at.ts": "what it wrote itself a moment ago",
};

const isFileSystem = (specifier: ts.Expression) =>
  ts.isStringLiteral(specifier) && /^(node:)?fs(\/promises)?$/.test(specifier.text);

/** Where a program opens what it did not ask for; each as `line: what`. */
function aroundReach(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const at = (node: ts.Node) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push(`${line + 1}: ${node.getText(source).split("\n")[0] ?? ""}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && isFileSystem(node.moduleSpecifier)) {
      const names = node.importClause?.namedBindings;
      // Under its own name, so that it is seen.
      const plain = names !== undefined && ts.isNamedImports(names) && node.importClause?.name === undefined;
      if (!plain || names.elements.some(({ propertyName }) => propertyName !== undefined)) at(node);
      return;
    }
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const asked =
        first !== undefined && ts.isCallExpression(first) && first.expression.getText(source) === "inReach";
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword && first !== undefined && isFileSystem(first))
        at(node);
      if (ts.isIdentifier(node.expression) && opens(node.expression)) {
        if (!asked) at(node);
        node.arguments.forEach(visit);
        return;
      }
    }
    // Handed on as a value.
    const isOwn = ts.isPropertyAccessExpression(node.parent) || ts.isPropertyAssignment(node.parent);
    if (ts.isIdentifier(node) && opens(node) && !isOwn) at(node);
    ts.forEachChild(node, visit);
  };
  const imported = new Set(
    source.statements.flatMap(statement => {
      if (!ts.isImportDeclaration(statement) || !isFileSystem(statement.moduleSpecifier)) return [];
      const names = statement.importClause?.namedBindings;
      return names !== undefined && ts.isNamedImports(names)
        ? names.elements.map(({ name }) => name.text)
        : [];
    }),
  );
  const opens = ({ text }: ts.Identifier) => imported.has(text) && opening.has(text);
  ts.forEachChild(source, visit);
  return found;
}

const parsed = (name: string, text: string) =>
  ts.createSourceFile(name, text, { languageVersion: ts.ScriptTarget.Latest }, true);

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter(name => !elsewhere.has(name.split(sep)[0] ?? ""))
  .map(name => join("src", name))
  .filter(name => name.endsWith(".ts") && !name.endsWith(".test.ts"));

test("nothing that the window reads goes around inReach, but for who writes, or reads what is our own", () => {
  assert.ok(sources.length > 250);
  const found = sources.map(file => ({
    file,
    places: aroundReach(parsed(file, readFileSync(file, "utf8"))),
  }));
  const around = found.filter(({ places }) => places.length > 0);
  const unknown = around.filter(({ file }) => !(file in others));
  assert.deepEqual(unknown, []);
  // An exception that is none any more goes.
  assert.deepEqual(around.map(({ file }) => file).sort(), Object.keys(others).sort());
});

test("ways around inReach are found: called, renamed, as a whole, later, handed on", () => {
  const from = 'from "node:fs"';
  const ways = [
    `import { readFileSync } ${from}; readFileSync(path);`,
    `import { readFileSync as read } ${from}; read(inReach(path));`,
    `import * as fs ${from}; fs.readFileSync(path);`,
    `import fs ${from};`,
    `const { readFile } = await import("node:fs/promises");`,
    `import { readFileSync } ${from}; paths.map(readFileSync);`,
    `import { open } from "node:fs/promises"; await open(inside(path), "r");`,
  ];
  for (const way of ways) assert.equal(aroundReach(parsed("way.ts", way)).length, 1, way);
  const right = `import { open, statSync } ${from}; statSync(path); await open(inReach(path), "r"); run.open(path);`;
  assert.deepEqual(aroundReach(parsed("way.ts", right)), []);
});
