import assert from "node:assert/strict";
import { test } from "node:test";
import { smallExperiment } from "../../../test/support/run-folder.ts";
import { changeExperiment } from "../../experiment/read.ts";
import { keyChoices, valueText } from "./key-paths.ts";

test("every value of an experiment is offered with its title, and can be set to what it is", () => {
  const experiment = smallExperiment();
  const choices = keyChoices(experiment);
  for (const { key, value } of choices) {
    assert.deepEqual(changeExperiment(experiment, "x", { settings: [{ key, value }] }), experiment, key);
    assert.equal(typeof valueText(value), "string");
  }
  const weight = choices.find(({ key }) => key === "pairing.weight");
  assert.match(weight?.title ?? "", /weight/i);
  assert.deepEqual(
    choices.filter(({ title, key }) => title === "" && !key.endsWith("kind")).map(({ key }) => key),
    [],
  );
});
