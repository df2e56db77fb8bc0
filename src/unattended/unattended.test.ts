import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import ts from "typescript";
import { every, later, letGo, tellFailuresTo, unattended } from "./unattended.ts";

/** What is told from now on, as words. */
function telling(): string[] {
  const told: string[] = [];
  tellFailuresTo(failure => told.push(String(failure)));
  return told;
}

/** Time that stands still until it is told to go on. */
const stillTime = (t: TestContext) => {
  t.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  return t.mock.timers;
};

test("a timer's callback that throws, or whose promise rejects, is called again, and each failure told once", async t => {
  const timers = stillTime(t);
  const told = telling();
  let calls = 0;
  const failing = every(10, () => {
    calls++;
    throw new Error("thrown by a timer");
  });
  const rejecting = every(10, () => Promise.reject(new Error(`rejected, call ${Math.min(calls, 2)}`)));
  timers.tick(30);
  await turn();
  clearInterval(failing);
  clearInterval(rejecting);
  assert.equal(calls, 3);
  assert.deepEqual(told, ["Error: thrown by a timer", "Error: rejected, call 1", "Error: rejected, call 2"]);
});

test("what comes later, what is let go and what is heard fail in the same way, and else do what they do", async t => {
  const timers = stillTime(t);
  const told = telling();
  const done: unknown[] = [];
  later(5, () => done.push("later"));
  later(5, () => {
    throw new Error("later");
  });
  timers.tick(5);
  unattended((...given: number[]) => done.push(...given))(1, 2);
  letGo(Promise.resolve().then(() => done.push("let go")));
  letGo(Promise.reject(new Error("let go")));
  letGo(undefined);
  await turn();
  assert.deepEqual(done, ["later", 1, 2, "let go"]);
  assert.deepEqual(told, ["Error: later", "Error: let go"]);
});

/** The sources that set a timer, watch or let a promise go by themselves, and why they may. */
const exceptions: Readonly<Record<string, string>> = {
  "src/unattended/unattended.ts": "it is the place",
  "src/runs/watch-folder.ts": "its callback is an unattended one",
  "src/protocol/channel.ts":
    "runs in pages too; its timer rejects a call, and its answers catch what they meet",
  "src/compiler/recording-backend.ts": "TensorFlow.js has set the backend when it gives its promise",
  "src/execution/tensorflow/package.ts": "the same",
};

test("no other source sets a timer, watches, or lets a promise go", () => {
  const found = readdirSync("src", { recursive: true, encoding: "utf8" })
    .map(name => join("src", name))
    .filter(file => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .filter(file => bareCalls(readFileSync(file, "utf8")).length > 0);
  assert.deepEqual(found.sort(), Object.keys(exceptions).sort());
});

test("the search finds every kind of them", () => {
  const text = `import fs, { watch as look } from "node:fs";
    import { setTimeout as delay, setImmediate } from "node:timers/promises";
    setInterval(() => work(), 5); globalThis.setTimeout(work, 5); void work(); look("a", work); fs.watch("a", work);
    await delay(5); await setImmediate(); x.watch(); const y = undefined;`;
  assert.deepEqual(bareCalls(text), ["setInterval", "globalThis.setTimeout", "void", "look", "fs.watch"]);
});

/** Calls of timers and watches whose callbacks nobody guards, and promises that are let go by `void`. */
function bareCalls(text: string): string[] {
  const source = ts.createSourceFile("", text, ts.ScriptTarget.Latest);
  const bare = new Set(
    ["setInterval", "setTimeout", "setImmediate"].flatMap(name => [name, `globalThis.${name}`]),
  );
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const from = statement.moduleSpecifier.text;
    const { name, namedBindings } = statement.importClause ?? {};
    const whole = name ?? (namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : null);
    if (from === "node:fs" && whole)
      for (const what of ["watch", "watchFile"]) bare.add(`${whole.text}.${what}`);
    if (!namedBindings || !ts.isNamedImports(namedBindings)) continue;
    for (const { name: local, propertyName } of namedBindings.elements) {
      if (from === "node:timers/promises") bare.delete(local.text);
      if (from === "node:timers" || (from === "node:fs" && (propertyName ?? local).text.startsWith("watch")))
        bare.add(local.text);
    }
  }
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVoidExpression(node)) found.push("void");
    if (ts.isCallExpression(node) && bare.has(node.expression.getText(source)))
      found.push(node.expression.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
