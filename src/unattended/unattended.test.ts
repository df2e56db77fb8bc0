import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
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

/** Every source that ships, with its text. */
const sources = (): (readonly [file: string, text: string])[] =>
  readdirSync("src", { recursive: true, encoding: "utf8" })
    .map(name => join("src", name))
    .filter(file => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map(file => [file.split(sep).join("/"), readFileSync(file, "utf8")]);

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
  const found = sources().filter(([, text]) => bareCalls(text).length > 0);
  assert.deepEqual(found.map(([file]) => file).sort(), Object.keys(exceptions).sort());
});

const settles = "keep text, and settle a promise";
const asks = "ask processes or work to end, and let go of the promise of it";
const aborts = "abort a signal, or end the process as they mean to";
const itself = "hand over to what answers every failure by itself";

/**
 * The sources that listen to a process, a stream or a signal, to which events, and why what they do there cannot throw. An
 * error thrown in a listener ends the process as one in a timer does; what may throw is `unattended`. (VS Code catches what
 * is thrown in listeners of its own events.)
 */
const listeners: Readonly<Record<string, readonly [events: string, why: string]>> = {
  "src/cli/follow-training.ts": ["abort", asks],
  "src/cli/interruptions.ts": ["signal", "an unattended one"],
  "src/cli/main.ts": ["exit", "the last words of a process that ends"],
  "src/cli/terminal.ts": ["error", aborts],
  "src/cli/train-plan.ts": ["abort", "say a line, which never throws, and abort a signal"],
  "src/data/picture-folder/decoder-pool.ts": ["error abort", `${asks}; forget a thread that broke`],
  "src/data/picture-folder/decoder.ts": ["message", "what ends the thread is told by its end"],
  "src/extension/commands/curve-commands.ts": ["abort", aborts],
  "src/launching/choose-device.ts": ["data error close error", settles],
  "src/launching/replay-run.ts": ["abort", asks],
  "src/launching/slurm/slurm-command.ts": ["data data error close", settles],
  "src/launching/sweep/start-sweep.ts": ["close", settles],
  "src/launching/sweep/train-locally.ts": ["abort abort", asks],
  "src/launching/trainer.ts": ["data error close", `${settles}; what reads or writes a file there catches`],
  "src/launching/viewer.ts": ["data message error exit close", itself],
  "src/protocol/channel.ts": ["abort", itself],
  "src/runs/watch-folder.ts": ["error", "close what gave up"],
  "src/training/main.ts": ["signal message disconnect", aborts],
  "src/training/preparation.ts": ["abort abort", settles],
  "src/unattended/lost-streams.ts": ["exit", "let be what the system refuses"],
  "src/viewing/main.ts": ["SIGINT disconnect message", itself],
};

test("who listens to a process, a stream or a signal is known, and cannot throw there", () => {
  const found = sources().flatMap(([file, text]) => {
    const events = heardEvents(text);
    return events.length === 0 ? [] : [[file, events.join(" ")] as const];
  });
  const known = Object.entries(listeners).map(([file, [events]]) => [file, events] as const);
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(known));
});

test("an error is listened to for as long as there may be one: a second one would end the process", () => {
  const once = sources().filter(([, text]) => /\.once\(\s*"error"/.test(text));
  assert.deepEqual(once, []);
});

test("the search finds every kind of them", () => {
  const text = `import fs, { watch as look } from "node:fs";
    import { setTimeout as delay, setImmediate } from "node:timers/promises";
    setInterval(() => work(), 5); globalThis.setTimeout(work, 5); void work(); look("a", work); fs.watch("a", work);
    await delay(5); await setImmediate(); x.watch(); const y = undefined;`;
  assert.deepEqual(bareCalls(text), ["setInterval", "globalThis.setTimeout", "void", "look", "fs.watch"]);
  const listening = `child.stdout?.on("data", f).once("end", f); signal?.addEventListener("abort", f);
    process.on(name, f); worker.addListener("exit", f); await once(child, "spawn"); editor.onDidChange(f);`;
  assert.deepEqual(heardEvents(listening), ["data", "end", "abort", "name", "exit"]);
});

/** The events that a source listens to by `on`, `once`, `addListener` or `addEventListener`, in its order. */
function heardEvents(text: string): string[] {
  const calls = text.matchAll(/\.(?:on|once|addListener|addEventListener)\(\s*"?(\w+)/g);
  return Array.from(calls, ([, event = ""]) => event);
}

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
