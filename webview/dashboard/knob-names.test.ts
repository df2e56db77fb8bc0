import assert from "node:assert/strict";
import { test } from "node:test";
import { knobFacts } from "../../test/webview/synthetic-state.ts";
import { changeLabel, knobTitle } from "./knob-names.ts";

test("a mark says the change in as few letters as tell the knob", () => {
  const label = (key: string) => changeLabel(knobFacts(key, 0), 0.1, 0.02);
  assert.equal(label("pairing.weight"), "pairing 0.1 → 0.02");
  assert.equal(label("pairing.noise"), "σ 0.1 → 0.02");
  assert.equal(label("optimizers.generator.learningRate"), "learning rate G 0.1 → 0.02");
  assert.equal(label("penalties.r1.gamma"), "R1 γ 0.1 → 0.02");
});

test("a knob that has no short name here keeps the host's", () => {
  assert.equal(knobTitle({ key: "new.knob", title: "New knob", symbol: "ν" }), "New knob ν");
});
