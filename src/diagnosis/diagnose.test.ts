import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSetting, readExperiment } from "../experiment/read.ts";
import { diagnose } from "./diagnose.ts";
import { pointsOf, type Points } from "./points.ts";

const healthy = {
  "quality/precision": 0.9,
  "quality/coverage": 0.9,
  "quality/modes": 8,
  "quality/high_quality": 0.95,
  "collapse/mode_spread": 0.9,
  "collapse/latent_recovery": 0.05,
  "loss/discriminator": 1.2,
};

type Values = Readonly<Record<string, number>>;

/** Findings of a run that was evaluated at steps 0, 500 and 1,000 with these values, given by their names. */
function findings(
  before: Values,
  now: Values,
  settings: readonly string[] = [],
  data = '{ "kind": "ring" }',
) {
  const experiment = readExperiment(`{ "data": ${data}, "steps": 5000 }`, "e.gan.json", {
    settings: settings.map(parseSetting),
  });
  return diagnose(experiment, evaluatedEvery(500, [{}, before, now]));
}

/** Curves of evaluations that are so many steps apart, from step 0 on. */
const evaluatedEvery = (every: number, at: readonly Values[]) => (tag: string) => {
  const points = at.flatMap((values, i) => {
    const value = values[tag];
    return value === undefined ? [] : [{ step: every * i, value }];
  });
  return points.length === 0 ? undefined : pointsOf(points);
};

const named = (...given: Parameters<typeof findings>) => findings(...given).map(({ name }) => name);
const both = (change: Values, ...settings: string[]) => {
  const values = { ...healthy, ...change };
  return named(values, values, settings);
};

test("a run whose measures are right is met with silence", () => {
  assert.deepEqual(both({}), []);
});

test("each symptom is shown by its figures", () => {
  assert.deepEqual(both({ "quality/modes": 3 }), ["modesMissing"]);
  assert.deepEqual(both({ "collapse/mode_spread": 0.2 }), ["latentsWasted"]);
  assert.deepEqual(both({ "collapse/latent_recovery": 0.7 }), ["latentsWasted"]);
  assert.deepEqual(both({ "quality/high_quality": 0.5 }), ["noiseBetweenModes"]);
  assert.deepEqual(both({ "loss/discriminator": 0.1 }), ["discriminatorTooStrong"]);
  assert.deepEqual(both({ "loss/discriminator": 1.386, "quality/coverage": 0.1 }), ["discriminatorStarved"]);
  assert.deepEqual(both({ "quality/data_copying": 0.6 }), ["memorising"]);
});

test("an equilibrium is no starved discriminator, and a few copied pairs may be chance", () => {
  assert.deepEqual(both({ "loss/discriminator": 1.386 }), []);
  assert.deepEqual(both({ "quality/data_copying": 0.52 }), []);
});

test("latents cannot be wasted inside modes that are not there", () => {
  assert.deepEqual(both({ "quality/modes": 3, "collapse/mode_spread": 0.2 }), ["modesMissing"]);
});

test("one evaluation may be chance: only two in a row count", () => {
  const collapsed = { ...healthy, "quality/modes": 3 };
  assert.deepEqual(named(healthy, collapsed), []);
  assert.deepEqual(named(collapsed, healthy), []);
  assert.deepEqual(named({}, collapsed), []);
});

test("as many modes may be missing as a generator without fault would leave out", () => {
  const data = '{ "kind": "grid", "side": 50 }';
  const found = (modes: number) => {
    const values = { ...healthy, "quality/modes": modes };
    return named(values, values, [], data);
  };
  // 2,500 samples of 2,500 equal modes reach about 1,580 of them.
  assert.deepEqual(found(1550), []);
  assert.deepEqual(found(1400), ["modesMissing"]);
});

test("without known modes, coverage of what looks real tells that parts are missing, precision that there is noise", () => {
  const moons = (change: Values) => {
    const values = { "quality/precision": 0.9, "quality/coverage": 0.9, ...change };
    return named(values, values, [], '{ "kind": "moons" }');
  };
  assert.deepEqual(moons({}), []);
  assert.deepEqual(moons({ "quality/coverage": 0.3 }), ["modesMissing"]);
  assert.deepEqual(moons({ "quality/precision": 0.3 }), ["noiseBetweenModes"]);
});

test("training scalars count by their mean since the evaluation before", () => {
  const experiment = readExperiment('{ "data": { "kind": "ring" }, "steps": 5000 }', "e.gan.json");
  const curves: Record<string, Points | undefined> = {
    "quality/coverage": pointsOf([
      { step: 0, value: 0 },
      { step: 500, value: 0.9 },
      { step: 1000, value: 0.9 },
    ]),
    // Sure on average in both intervals, though not at every point.
    "loss/discriminator": pointsOf([
      { step: 250, value: 0.4 },
      { step: 500, value: 0 },
      { step: 750, value: 0 },
      { step: 1000, value: 0.3 },
    ]),
  };
  const [found] = diagnose(experiment, tag => curves[tag]);
  assert.equal(found?.name, "discriminatorTooStrong");
  assert.match(found.shown, /loss 0\.15/);
});

test("a finding names the figures, what helps, and a knob only where the run has it", () => {
  const values = { ...healthy, "quality/modes": 3 };
  const [found] = findings(values, values);
  assert.equal(found?.shown, "3 of 8 modes have samples");
  assert.equal(found.knob, "pairing.weight");
  const copied = { ...healthy, "quality/data_copying": 0.9 };
  assert.equal(findings(copied, copied)[0]?.knob, null);
});

const ring = (steps: number, ...settings: string[]) =>
  readExperiment(`{ "data": { "kind": "ring" }, "steps": ${steps} }`, "e.gan.json", {
    settings: settings.map(parseSetting),
  });
const ill = { ...healthy, "quality/modes": 3, "quality/high_quality": 0.1 };

test("nothing is said in the beginning, when every run looks ill", () => {
  const points = evaluatedEvery(550, [{}, ill, ill]);
  assert.deepEqual(diagnose(ring(8000), points), []);
  assert.equal(diagnose(ring(5000), points).length, 2);
  // The beginning of a long run ends, too.
  assert.equal(diagnose(ring(1_000_000), evaluatedEvery(2500, [{}, ill, ill])).length, 2);
});

test("of several findings the gravest leads, and it alone has advice: what helps one may harm the other", () => {
  const [lead, second] = findings(ill, ill);
  assert.equal(lead?.name, "modesMissing");
  assert.notEqual(lead.advice, "");
  assert.equal(second?.name, "noiseBetweenModes");
  assert.deepEqual([second.advice, second.knob], ["", null]);
});

test("after a change two evaluations must follow it, and advice goes by the knobs as they are", () => {
  const starved = { ...healthy, "loss/discriminator": 1.386, "quality/coverage": 0.1, "loss/r1": 0.2 };
  const experiment = ring(5000, "penalties.r1.gamma=1");
  const points = evaluatedEvery(1000, [{}, starved, starved, starved, starved]);
  const off = (step: number) => [{ step, key: "penalties.r1.gamma", to: 0 }];
  assert.match(diagnose(experiment, points)[0]?.advice ?? "", /less R1/);
  assert.deepEqual(diagnose(experiment, points, off(3500)), []);
  const [found] = diagnose(experiment, points, off(2500));
  assert.equal(found?.name, "discriminatorStarved");
  assert.doesNotMatch(found.advice, /R1/);
  // How fast it trains changes nothing.
  assert.equal(diagnose(experiment, points, [{ step: 3500, key: "pace", to: 30 }]).length, 1);
});

test("where coverage fell after a change, the advice is to take that back", () => {
  const good = { ...healthy, "quality/coverage": 0.8 };
  const bad = { ...healthy, "quality/coverage": 0.25, "quality/modes": 3 };
  const experiment = ring(5000, "pairing.weight=0.02");
  const [found] = diagnose(experiment, evaluatedEvery(1000, [{}, good, good, bad, bad]), [
    { step: 2500, key: "pairing.weight", to: 0 },
  ]);
  assert.equal(found?.knob, "pairing.weight");
  assert.match(
    found.advice,
    /^Coverage was 0\.80 before Pairing weight went from 0\.02 to 0 at step 2,500: back to 0\.02/,
  );
});
