import assert from "node:assert/strict";
import { test } from "node:test";
import { additionTo } from "./addition.ts";
import { readSweep } from "./read.ts";

const key = "pairing.weight";
const experiment = JSON.stringify({ data: { kind: "ring" }, steps: 100 });
const sweepText = (axes: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ experiment: "ring.gan.json", axes, seeds: [1, 2] });
const ran = readSweep(sweepText({ [key]: [0, 0.2], "penalties.r1.gamma": [0, 0.1] }), "weights.sweep.json", () => experiment); // prettier-ignore
const record = { ...ran, experiment: { ...ran.experiment }, decisions: [] };

const add = (
  axes: Readonly<Record<string, unknown>>,
  values: readonly number[],
  { file = "weights.sweep.json", text = experiment } = {},
) => additionTo({ record, file, text: sweepText(axes), key, values }, () => text);

test("what is missing is added, and how many runs that is is known", () => {
  const found = add({ [key]: [0, 0.2, 2], "penalties.r1.gamma": [0, 0.1] }, [2, 20]);
  assert.deepEqual(found.values, [20]);
  assert.equal(found.runs, 4);
  assert.match(found.text, /\[0,0\.2,2,20\]/);
  assert.equal(found.places.length, 1);
});

test("a file that is not the sweep that was run any more is refused with the difference", () => {
  const whole = { [key]: [0, 0.2], "penalties.r1.gamma": [0, 0.1] };
  const refused = /not the sweep that was run any more, so nothing was added.*/;
  assert.throws(() => add({ [key]: [0, 0.2] }, [2]), new RegExp(`${refused.source}other axes`));
  assert.throws(() => add(whole, [2], { file: "others.sweep.json" }), refused);
  const longer = JSON.stringify({ data: { kind: "ring" }, steps: 200 });
  assert.throws(
    () => add(whole, [2], { text: longer }),
    new RegExp(`${refused.source}steps was 100 and is 200`),
  );
});

test("what stands there already, and what the axis may not have, is refused", () => {
  assert.throws(() => add({ [key]: [0, 0.2, 2, 20], "penalties.r1.gamma": [0, 0.1] }, [2, 20]), /axes\.pairing\.weight: 2 and 20 stand there already; run the sweep/); // prettier-ignore
  assert.throws(() => add({ [key]: [0, 0.2], "penalties.r1.gamma": [0, 0.1] }, [-1]), /pairing\.weight.*found -1/); // prettier-ignore
});
