import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { smallExperiment } from "../../test/support/run-folder.ts";
import { optionWords, trustWords, typedCommand, typedForRun } from "./typed-command.ts";

const plain = smallExperiment();
const own = smallExperiment([{ key: "pairing", value: { kind: "custom", module: "own.mjs" } }]);

test("a command for a run finds it from where it is typed, and trusts modules where the run has them", () => {
  const run = resolve("runs", "a-1");
  assert.equal(typedForRun("resume", run, plain), "pairing-lab resume a-1");
  assert.equal(typedForRun("resume", run, own), "pairing-lab resume a-1 --trust");
  assert.equal(
    typedForRun("branch", resolve("w", "a b"), own, "--at", "3"),
    "pairing-lab branch 'w/a b' --at 3 --trust",
  );
  assert.equal(typedForRun("resume", "/elsewhere/a-1", plain), "pairing-lab resume /elsewhere/a-1");
  assert.equal(typedForRun("resume", resolve("runs", "-a"), plain), "pairing-lab resume runs/-a");
  assert.equal(typedForRun("resume", resolve("-a"), plain), "pairing-lab resume ./-a");
  assert.deepEqual(optionWords("runs", "--a"), ["--runs=--a"]);
  assert.deepEqual(trustWords(plain), []);
  assert.equal(
    typedCommand(["sweep", "it's.sweep.json"]),
    String.raw`pairing-lab sweep 'it'\''s.sweep.json'`,
  );
});

test("no other place puts a command that trains together", () => {
  const sources = ["src", "webview"].flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter(name => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
      .map(name => join(folder, name)),
  );
  // Words that are the same for every run (examples, help) are typed by hand.
  const made = /pairing-lab (?:train|resume|branch|replay|sweep) [^"'`\n]*\$\{|"--trust"/;
  const found = sources.filter(file => made.test(readFileSync(file, "utf8")));
  // These pass on what they were told: a process of ours is no command that a person types.
  assert.deepEqual(found.sort(), [
    "src/launching/slurm/train-on-slurm.ts",
    "src/launching/sweep/start-sweep.ts",
    "src/launching/trainer.ts",
    "src/runs/typed-command.ts",
  ]);
});
