import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { prepare, temporaryRuns, trainToEnd } from "./harness.ts";

test("whatever loads ONNX Runtime tells it first to tell nobody", () => {
  const importing = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map(name => readFileSync(join("src", name), "utf8"))
    .filter(text => text.includes('from "onnxruntime-node";'));
  assert.ok(importing.length >= 3);
  for (const text of importing) assert.match(text, /^import "\.{1,2}\/no-telemetry\.ts";$/m);
});

test("a training leaves nothing in the user's home", async t => {
  const runs = temporaryRuns(t);
  const home = temporaryRuns(t);
  const names = ["HOME", "XDG_CACHE_HOME", "USERPROFILE", "LOCALAPPDATA"];
  const before = names.map(name => [name, process.env[name]] as const);
  for (const name of names) process.env[name] = home;
  try {
    const folder = await prepare(runs, { steps: 20 });
    assert.equal((await trainToEnd(folder)).code, 0);
  } finally {
    for (const [name, value] of before)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  }
  assert.deepEqual(readdirSync(home, { recursive: true }), []);
});
