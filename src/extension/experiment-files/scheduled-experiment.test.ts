import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { readExperiment } from "../../experiment/read.ts";
import { timeline } from "../../experiment/timeline.ts";
import { experimentText, withLiveChanges } from "./scheduled-experiment.ts";
import { setWords } from "./set-line.ts";

const examples = readdirSync("examples").filter(name => name.endsWith(".gan.json"));
const example = (name: string) => readExperimentFile(resolve("examples", name));

for (const name of examples) {
  test(`${name} saved as an experiment means what it meant, with the live changes as its schedule`, () => {
    const original = example(name);
    const changes = [
      { step: 0, key: "pairing.weight", to: 0.5 },
      { step: 100, key: "pairing.weight", to: 0.1 },
      { step: 100, key: "pairing.weight", to: 0.3 },
      { step: 200, key: "optimizers.generator.learningRate", to: 1e-5 },
    ];
    const scheduled = withLiveChanges(original, changes);
    const read = readExperiment(
      experimentText(scheduled, ["a\nb", "c"]),
      join(resolve("examples"), "other.gan.json"),
    );
    assert.deepEqual(read, scheduled);
    const lived = timeline(original, changes);
    const planned = timeline(read, []);
    for (let step = 1; step < original.steps + 10; step += 7)
      assert.deepEqual(planned.at(step), lived.at(step));
  });
}

test("the words of --set make one example into every other", () => {
  for (const from of examples) {
    for (const to of examples) {
      const base = example(from);
      const wanted = example(to);
      const words = setWords(wanted, base);
      const settings = words.flatMap(word => {
        if (word === "--set") return [];
        const plain = word.startsWith("'") ? word.slice(1, -1).replaceAll(String.raw`'\''`, "'") : word;
        const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(plain) ?? [];
        return [{ key, value: parsed(value) }];
      });
      const text = experimentText(base, []);
      assert.deepEqual(
        readExperiment(text, resolve("examples", from), { settings }),
        wanted,
        `${from} to ${to}`,
      );
    }
  }
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

test("an experiment needs no words to become itself", () => {
  for (const name of examples) assert.deepEqual(setWords(example(name), example(name)), []);
});
