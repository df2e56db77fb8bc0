import assert from "node:assert/strict";
import { test } from "node:test";
import { losses, pairingKinds, type LossName, type PairingKindName } from "../experiment/catalog.ts";
import { findConflicts } from "../experiment/constraints.ts";
import { knobKeys } from "../experiment/knobs.ts";
import { availableNames } from "../experiment/number-spec.ts";
import { parseSetting, readExperiment } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { diagnose } from "./diagnose.ts";
import { pointsOf } from "./points.ts";

const lossNames = availableNames(losses) as LossName[];
const kinds = (availableNames(pairingKinds) as PairingKindName[]).filter(kind => kind !== "custom");

/** Ways to keep a discriminator smooth, as settings. */
const regularizations: Readonly<Record<string, readonly string[]>> = {
  none: [],
  r1: ["penalties.r1.gamma=0.1"],
  gradientPenalty: ["penalties.gradientPenalty.weight=10"],
  spectralNorm: ["discriminator.spectralNorm=true"],
};

const read = (settings: readonly string[], data = "ring"): Experiment =>
  readExperiment(`{ "data": { "kind": "${data}" } }`, "e.gan.json", {
    settings: settings.map(parseSetting),
  });

/** Every experiment of a loss, a regularization and a kind, without and with its weight. */
function* objectives() {
  for (const loss of lossNames)
    for (const [regularization, settings] of Object.entries(regularizations))
      for (const kind of kinds)
        for (const weight of [0, 0.1])
          yield {
            title: `${loss}, ${regularization}, ${kind} ${weight}`,
            loss,
            regularization,
            kind,
            weight,
            experiment: read([
              `loss=${loss}`,
              ...settings,
              `pairing.kind=${kind}`,
              `pairing.weight=${weight}`,
            ]),
          };
}

/** What two evaluations in a row with these values show. */
function shown(experiment: Experiment, values: Readonly<Record<string, number>>) {
  return diagnose(experiment, tag => {
    const value = values[tag];
    return value === undefined ? undefined : pointsOf([2000, 2500].map(step => ({ step, value })));
  });
}

const collapsed = { "quality/modes": 3, "quality/coverage": 0.1 };
const wide = { "quality/modes": 8, "quality/coverage": 0.9, "quality/high_quality": 0.9 };
/** Values that show each symptom but those of the discriminator's loss. */
const failing = [
  collapsed,
  { ...wide, "collapse/latent_recovery": 0.9 },
  { ...wide, "quality/high_quality": 0.3 },
  { ...wide, "quality/high_quality": 0.3, "pairing/gradient_ratio": 9 },
];

test("advice speaks of what the objective has, or may have, and of no other part; its knob is one of the run", () => {
  let count = 0;
  for (const { title, loss, regularization, kind, weight, experiment } of objectives())
    for (const values of [...failing, { ...wide, "loss/discriminator": 0.01 }])
      for (const { advice, knob, name } of shown(experiment, values)) {
        const said = `${title}, ${name}: ${advice}`;
        count++;
        assert.ok(knob === null || knobKeys(experiment).includes(knob), said);
        // R1 asks for a slope of 0 at real samples, a critic for one of 1; normalisation bounds the slope already.
        if (
          loss === "wasserstein" ||
          regularization === "gradientPenalty" ||
          regularization === "spectralNorm"
        )
          assert.doesNotMatch(advice, /\bR[12]\b/, said);
        if (regularization === "r1") assert.doesNotMatch(advice, /^R1/, said);
        if (regularization === "spectralNorm") assert.doesNotMatch(advice, /spectral/, said);
        if (!["neighbour", "latent"].includes(kind))
          assert.doesNotMatch(advice.split("In a new run")[0] ?? "", /pairing/, said);
        if (/[Aa] (larger|smaller) weight/.test(advice))
          assert.ok(weight > 0 || advice.includes("gradient outweighs"), said);
        if (/turns .* on/.test(advice)) assert.equal(weight, 0, said);
      }
  assert.ok(count > 4 * lossNames.length * kinds.length);
});

/** The largest loss of a sure discriminator and the least of one that guesses; null where the loss tells nothing of it. */
const ends: Readonly<Record<LossName, { readonly sure: number | null; readonly guess: number | null }>> = {
  "non-saturating": { sure: 2 * 0.105, guess: 2 * 0.693 },
  relativistic: { sure: 0.105, guess: 0.693 },
  hinge: { sure: null, guess: 2 },
  "least-squares": { sure: null, guess: 0.25 },
  wasserstein: { sure: null, guess: null },
};

for (const loss of lossNames)
  test(`the discriminator's ${loss} loss says of it what it can, and no more`, () => {
    const { sure, guess } = ends[loss];
    const experiment = read([`loss=${loss}`]);
    const names = (value: number, coverage: number) =>
      shown(experiment, { "quality/coverage": coverage, "loss/discriminator": value }).map(
        ({ name }) => name,
      );
    for (const value of [-100, -1, 0, 1e-3, 0.1, 0.2, 0.25, 0.69, 1, 1.386, 2, 3, 100]) {
      const strong = sure !== null && value < sure;
      const starved = guess !== null && value >= 0.98 * guess;
      assert.deepEqual(names(value, 0.9), strong ? ["discriminatorTooStrong"] : [], String(value));
      const apart = [
        ...(strong ? ["discriminatorTooStrong"] : []),
        ...(starved ? ["discriminatorStarved"] : []),
      ];
      assert.deepEqual(names(value, 0.1), apart, String(value));
    }
  });

test("a discriminator whose slope is bounded is not called starved: its loss is near a guess's however well it tells", () => {
  for (const loss of lossNames)
    for (const bound of ["spectralNorm", "gradientPenalty"]) {
      const experiment = read([`loss=${loss}`, ...(regularizations[bound] ?? [])]);
      const { guess } = ends[loss];
      const values = { "quality/coverage": 0.1, "loss/discriminator": guess ?? 0 };
      assert.deepEqual(shown(experiment, values), [], `${loss}, ${bound}`);
    }
});

test("spectral normalisation is advised only where check accepts it", () => {
  const network = { kind: "resnet", channels: 4 };
  const of = (discriminator: object) =>
    readExperiment(JSON.stringify({ data: { kind: "digits" }, loss: "hinge", discriminator }), "e.gan.json");
  const noisy = { "quality/precision": 0.1, "quality/coverage": 0.9 };
  const advice = (experiment: Experiment) => shown(experiment, noisy)[0]?.advice ?? "";
  assert.match(advice(of({ kind: "dcgan" })), /discriminator\.spectralNorm/);
  const residual = of(network);
  assert.doesNotMatch(advice(residual), /spectral/);
  const refused = { ...residual, discriminator: { ...residual.discriminator, spectralNorm: true } };
  assert.equal(findConflicts(refused, Infinity)[0]?.path.join("."), "discriminator.spectralNorm");
});

test("what was turned by hand counts: a term that is recorded is at work", () => {
  const experiment = read([]);
  const advice = (values: Readonly<Record<string, number>>) => shown(experiment, values)[0]?.advice ?? "";
  assert.match(advice(collapsed), /^A weight of 0\.01, to begin with, turns pairing on/);
  assert.match(advice({ ...collapsed, "loss/pairing": 3 }), /^A larger weight of pairing/);
  const noisy = { ...wide, "quality/high_quality": 0.3 };
  assert.match(advice(noisy), /^R1 keeps/);
  assert.match(advice({ ...noisy, "loss/r1": 3 }), /^A larger R1 keeps/);
  const wider = { ...noisy, "collapse/mode_spread": 1.4 };
  assert.match(advice(wider), /^R1 keeps/);
  assert.match(advice({ ...wider, "loss/pairing": 3 }), /^A smaller weight of pairing: modes are wider/);
});
