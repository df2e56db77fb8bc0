import assert from "node:assert/strict";
import { test } from "node:test";
import { newStandIn } from "../../test/support/vscode-stand-in.ts";
import { readExperiment } from "../experiment/read.ts";
import { checkKnob } from "../experiment/knobs.ts";
import { askKnob, askNumber, askWhole } from "./ask-number.ts";

interface Box {
  readonly validateInput: (typed: string) => string | null;
}

/** A person who types a text, and what the box says of it. */
function typing(text: string) {
  const window = newStandIn();
  const seen: { refusal: string | null } = { refusal: null };
  window.type = options => {
    seen.refusal = (options as Box).validateInput(text);
    return seen.refusal === null ? text : undefined;
  };
  return { window, seen };
}

const experiment = readExperiment('{ "data": { "kind": "ring" } }', "ring.gan.json");
const weight = (held: number) =>
  askKnob(wanted => checkKnob(experiment, "pairing.weight", wanted), "pairing.weight", {
    title: "Weight",
    prompt: "",
    proposed: held,
    held,
  });

test("a box takes a decimal comma, and refuses what may be either, what is none, and what is out of range", async () => {
  typing("0,05");
  assert.equal(await weight(0), 0.05);
  for (const [text, refusal] of [
    ["1,234", /may be 1\.234 or 1234/],
    ["abc", /is no number/],
    ["", /a number/],
    ["-1", /expected any finite number from 0/],
  ] as const) {
    const { seen } = typing(text);
    assert.equal(await weight(0), undefined);
    assert.match(seen.refusal ?? "", refusal, text);
  }
});

test("a knob's value far outside its slider is asked about, and one that is near to what holds is not", async () => {
  const { window } = typing("5");
  assert.equal(await weight(0.02), undefined);
  assert.match(window.messages[0]?.text ?? "", /5 is above 1, where the slider ends/);
  const sure = typing("5");
  sure.window.answer = ({ actions }) => actions[0];
  assert.equal(await weight(0.02), 5);
  const near = typing("5");
  assert.equal(await weight(3), 5);
  assert.deepEqual(near.window.messages, []);
});

test("whole numbers may have their thousands set apart, and lie between two bounds", async () => {
  const whole = () => askWhole({ title: "Steps", from: 1, to: 10_000 });
  for (const text of ["6,400", "6400", "6.400"]) {
    typing(text);
    assert.equal(await whole(), 6400);
  }
  for (const text of ["0", "10,001", "6.5", "x"]) {
    const { seen } = typing(text);
    assert.equal(await whole(), undefined);
    assert.ok(seen.refusal !== null, text);
  }
  const left = newStandIn();
  assert.equal(await askNumber({ title: "any", check: () => null }), undefined);
  assert.deepEqual(left.messages, []);
});
