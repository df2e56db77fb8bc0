import assert from "node:assert/strict";
import { test } from "node:test";
import { initialKnobs } from "./knobs.ts";
import { checkTurn } from "./objective-conflicts.ts";
import { InputError } from "./input-error.ts";
import { readExperiment } from "./read.ts";

const read = (keys: object) => readExperiment(JSON.stringify({ data: { kind: "ring" }, ...keys }), "F");

function refusal(keys: object): string {
  try {
    read(keys);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(p => `${p.path}: ${p.message}`).join("\n");
    throw error;
  }
  return "";
}

const at = (kind: string, numbers: object = {}) => ({ pairing: { kind, weight: 0.1, ...numbers } });

/** What makes no sense, a number that does, and what is said. */
const senseless: readonly (readonly [object, object, RegExp])[] = [
  [at("ndiv", { alpha: 0 }), at("ndiv", { alpha: 1e-3 }), /^pairing.alpha: found 0; expected more than 0/],
  [at("dsgan", { limit: 0 }), at("dsgan", { limit: 1e-3 }), /^pairing.limit: found 0; expected more than 0/],
  [at("zcr", { noise: 0 }), at("zcr", { noise: 1e-3 }), /^pairing.noise: found 0; .*its own neighbour/],
  [
    { ...at("divco"), discriminator: { hidden: [] } },
    { ...at("msgan"), discriminator: { hidden: [] } },
    /^discriminator.hidden: found no layers; .*last hidden layer/,
  ],
  [
    at("jacobian-clamping", { low: 3, high: 2 }),
    at("jacobian-clamping", { low: 2, high: 2 }),
    /^pairing.low: found 3; expected at most pairing.high, which is 2/,
  ],
];

for (const [wrong, right, expected] of senseless)
  test(`${JSON.stringify(wrong)} is refused with the reason, what is beside it is not`, () => {
    assert.match(refusal(wrong), expected);
    assert.equal(refusal(right), "");
  });

test("what rests at weight 0 is not refused, a plan that wakes it is, with its place", () => {
  const resting = { pairing: { kind: "ndiv", weight: 0, alpha: 0 } };
  assert.equal(refusal(resting), "");
  const schedule = [{ at: 10, set: "pairing.weight", to: 0.1 }];
  assert.match(refusal({ ...resting, schedule }), /^schedule.0.to: at step 11 pairing.alpha: found 0/);
});

test("a plan is refused in which bounds cross on their way, though they do not at its ends", () => {
  const clamped = at("jacobian-clamping", { low: 1, high: 20 });
  const schedule = [
    { at: 10, set: "pairing.high", to: 0.5 },
    { at: 20, set: "pairing.low", to: 0.1 },
  ];
  assert.match(
    refusal({ ...clamped, schedule }),
    /^schedule.0.to: at step 11 pairing.high: found 0.5; expected at least pairing.low/,
  );
  assert.equal(
    refusal({ ...clamped, schedule: [...schedule].map((c, i) => ({ ...c, at: 20 - 10 * i })) }),
    "",
  );
});

test("a knob is not turned to where its kind makes no sense; one that has nothing to do with it is", () => {
  const experiment = read(at("zcr"));
  const knobs = initialKnobs(experiment);
  assert.match(checkTurn(experiment, knobs, "pairing.noise", 0) ?? "", /pairing.noise: found 0/);
  assert.equal(checkTurn(experiment, knobs, "pairing.noise", 0.2), null);
  assert.equal(checkTurn(experiment, { ...knobs, "pairing.weight": 0 }, "pairing.noise", 0), null);
  const already = { ...knobs, "pairing.noise": 0 };
  assert.equal(checkTurn(experiment, already, "pace", 10), null);
  assert.match(checkTurn(experiment, knobs, "pairing.limit", 1) ?? "", /not a key of pairing kind "zcr"/);
});
