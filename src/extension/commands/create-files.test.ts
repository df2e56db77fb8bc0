import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/run-folder.ts";
import { newStandIn, openFolders, StandInDocument, Uri } from "../../../test/support/vscode-stand-in.ts";
import { readExperiment } from "../../experiment/read.ts";
import { readSweepFile } from "../../sweeps/read.ts";
import { createExperiment } from "./create-experiment.ts";
import { createSweep } from "./create-sweep.ts";

type Given = string | number;

/**
 * A person who gives these answers, one a question: the place of what they pick, what they type, "back" for the arrow, and
 * nothing from the last on, which leaves. Gives what was asked, by title.
 */
function personWith(t: TestContext, answers: readonly Given[]) {
  const window = newStandIn();
  window.isTrusted = true;
  const folder = temporaryFolder(t);
  openFolders(folder);
  const left = [...answers];
  const asked: string[] = [];
  const note = (input: unknown) => {
    const { title = "" } = input as { readonly title?: string };
    asked.push(/\((\d) of/.exec(title)?.[1] ?? title);
  };
  window.pick = (items, input) => {
    note(input);
    const given = left.shift();
    return typeof given === "number" ? items[given] : given;
  };
  window.type = input => {
    note(input);
    const given = left.shift();
    return given === undefined || typeof given === "number" ? undefined : given;
  };
  return { window, folder, asked };
}

const files = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

test("New Experiment leads back to the question before, whose answer is given anew", async t => {
  const { folder, asked } = personWith(t, [0, 2, "back", 0, 2, "mine"]);
  await createExperiment("cli.js");
  assert.deepEqual(asked, ["1", "2", "3", "2", "3", "4"]);
  const experiment = readExperiment(files(folder, "mine.gan.json"), "mine.gan.json");
  assert.deepEqual(
    [experiment.optimizers.generator.learningRate, experiment.optimizers.discriminator.learningRate],
    [1e-3, 1e-4],
  );
});

test("whoever leaves a question in the middle gets no file", async t => {
  const { window, asked } = personWith(t, [0, 1]);
  await createExperiment("cli.js");
  assert.deepEqual([asked, window.opened], [["1", "2", "3"], []]);
});

/** The person makes a sweep of an experiment with these answers. */
async function sweepBy(t: TestContext, answers: readonly Given[]) {
  const person = personWith(t, answers);
  const text = JSON.stringify({ data: { kind: "ring" }, seed: 3, steps: 100 });
  const file = join(person.folder, "ring.gan.json");
  writeFileSync(file, text);
  await createSweep(new StandInDocument(Uri.file(file), text, false) as never);
  return person;
}

test("a new sweep has the keys, values and seeds that were picked, and lies beside its experiment", async t => {
  const { window, folder } = await sweepBy(t, [0, "0; 0,01 0.02", 0, "5", "weights"]);
  const sweep = readSweepFile(join(folder, "weights.sweep.json"));
  assert.deepEqual(sweep.axes, [{ key: "pairing.weight", values: [0, 0.01, 0.02] }]);
  assert.deepEqual(sweep.seeds, [3, 4, 5, 6, 7]);
  assert.equal(sweep.experimentFile, join(folder, "ring.gan.json"));
  assert.deepEqual(
    window.opened.map(({ fsPath }) => fsPath),
    [join(folder, "weights.sweep.json")],
  );
});

test("a value that the experiment cannot have is refused where it is typed", async t => {
  const { window, asked } = personWith(t, []);
  const text = JSON.stringify({ data: { kind: "ring" } });
  const problems: unknown[] = [];
  window.pick = items => items[0];
  window.type = input => {
    asked.push("typed");
    (input as { value: string }).value = "0 -1";
    queueMicrotask(() => problems.push((input as { validationMessage?: unknown }).validationMessage));
    return "0 -1";
  };
  void createSweep(new StandInDocument(Uri.file("/w/ring.gan.json"), text, false) as never);
  await new Promise(resolve => setImmediate(resolve));
  assert.match(String(problems[0]), /from 0/);
});

test("keys can be taken back by the arrow, and several make a grid", async t => {
  const { folder } = await sweepBy(t, [0, "0 0.02", 2, "back", 2, "100 200", 0, "2", "grid"]);
  const { axes, seeds } = readSweepFile(join(folder, "grid.sweep.json"));
  assert.deepEqual(axes, [
    { key: "pairing.weight", values: [0, 0.02] },
    { key: "steps", values: [100, 200] },
  ]);
  assert.deepEqual(seeds, [3, 4]);
});
