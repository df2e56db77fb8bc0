import assert from "node:assert/strict";
import { test } from "node:test";
import { pairingKinds, type NumberSpecs } from "./catalog.ts";
import { checkKnob, initialKnobs, knobKeys, withKnobs } from "./knobs.ts";
import { readExperiment } from "./read.ts";
import type { Experiment } from "./schema.ts";

const experiment = readExperiment('{ "data": { "kind": "ring" }, "pace": 3 }', "k.gan.json");
const keys =
  "pairing.weight, pairing.noise, pairing.temperature, penalties.r1.gamma, penalties.r2.gamma, penalties.gradientPenalty.weight, optimizers.generator.learningRate, optimizers.discriminator.learningRate, pace";

test("the knobs are the contract's that this version builds", () => {
  assert.equal(knobKeys(experiment).join(", "), keys);
  assert.deepEqual(initialKnobs(experiment), {
    "pairing.weight": 0,
    "pairing.noise": 0.1,
    "pairing.temperature": 0.1,
    "penalties.r1.gamma": 0,
    "penalties.r2.gamma": 0,
    "penalties.gradientPenalty.weight": 0,
    "optimizers.generator.learningRate": 1e-3,
    "optimizers.discriminator.learningRate": 1e-4,
    pace: 3,
  });
});

test("a pairing kind without a temperature has no such knob", () => {
  const other: Experiment = { ...experiment, pairing: { kind: "msgan", weight: 1 } };
  assert.equal(knobKeys(other).includes("pairing.temperature"), false);
  assert.match(checkKnob(other, "pairing.temperature", 1) ?? "", /is not a key of pairing kind "msgan"/);
});

test("a knob takes the values of its range alone", () => {
  for (const value of [0, 0.02, 1e300, Number.MIN_VALUE]) {
    assert.equal(checkKnob(experiment, "pairing.weight", value), null);
  }
  const from0 = "expected any finite number from 0";
  assert.equal(checkKnob(experiment, "pairing.weight", -1), `found -1; ${from0}`);
  assert.equal(checkKnob(experiment, "pairing.weight", NaN), `found NaN; ${from0}`);
  assert.equal(checkKnob(experiment, "pairing.weight", Infinity), `found Infinity; ${from0}`);
  assert.equal(checkKnob(experiment, "pairing.weight", "1"), `found "1"; ${from0}`);
  assert.equal(checkKnob(experiment, "pairing.weight", {}), `found an object; ${from0}`);
  assert.equal(checkKnob(experiment, "pairing.weight", undefined), `found nothing; ${from0}`);
  assert.equal(
    checkKnob(experiment, "pairing.temperature", 0),
    "found 0; expected a number from 0.001 to 1000",
  );
});

test("a key that is no knob is refused with the nearest one", () => {
  const say = (key: string) => checkKnob(experiment, key, 1);
  assert.equal(
    say("pairing.wieght"),
    `"pairing.wieght" is not a knob; knobs: ${keys}; did you mean "pairing.weight"?`,
  );
  assert.equal(say("gamma"), `"gamma" is not a knob; knobs: ${keys}; did you mean "penalties.r1.gamma"?`);
  assert.equal(say("batch"), `batch cannot change while a run trains; knobs: ${keys}`);
  assert.equal(say("__proto__.x"), `"__proto__.x" is not a knob; knobs: ${keys}`);
  assert.equal(say(""), `"" is not a knob; knobs: ${keys}`);
});

test("other knob values make another experiment", () => {
  const other = withKnobs(experiment, { "pairing.weight": 1, "pairing.none": 2, "none.at.all": 3 });
  assert.deepEqual(other, { ...experiment, pairing: { ...experiment.pairing, weight: 1 } });
  assert.equal(experiment.pairing.weight, 0);
});

test("a knob of several pairing kinds has one range and one title, whatever its defaults", () => {
  const ranges = new Map<string, object>();
  for (const { numbers } of Object.values<{ readonly numbers: NumberSpecs }>(pairingKinds))
    for (const [name, spec] of Object.entries(numbers)) {
      const range = { ...spec, default: null, description: null };
      assert.deepEqual(range, ranges.get(name) ?? range, name);
      ranges.set(name, range);
    }
  assert.ok(ranges.has("noise"));
});
