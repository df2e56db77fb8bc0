import assert from "node:assert/strict";
import { test } from "node:test";
import { losses, pairingKinds } from "./catalog.ts";
import { objectiveUnits, pairingPartners } from "./objective-units.ts";
import { objectiveName, objectiveText } from "./objective-words.ts";
import { availableNames } from "./number-spec.ts";
import { readExperiment } from "./read.ts";

const read = (keys: object) => readExperiment(JSON.stringify({ data: { kind: "ring" }, ...keys }), "F");

test("the objective names every part that is at work, with what it begins with", () => {
  assert.equal(objectiveText(read({})), "non-saturating, neighbour pairing 0");
  const full = read({
    loss: "wasserstein",
    criticSteps: 5,
    penalties: { r1: { gamma: 0.1, every: 16 }, r2: { gamma: 0.2 }, gradientPenalty: { weight: 10 } },
    discriminator: { spectralNorm: true, pack: 2 },
    pairing: { kind: "msgan", weight: 1 },
  });
  assert.equal(
    objectiveText(full),
    "wasserstein, R1 0.1 every 16, R2 0.2, gradient penalty 10, spectral norm, packs of 2, 5 critic steps, msgan 1",
  );
  assert.equal(
    objectiveName(full),
    "wasserstein, R1, R2, gradient penalty, spectral norm, packs, 5 critic steps, msgan",
  );
  assert.match(
    objectiveText({ ...full, augment: ["color", "cutout"] }),
    /, augmented by color and cutout, msgan/,
  );
});

test("a penalty that is planned is named, one that stays at 0 is not", () => {
  const planned = { at: 5, set: "penalties.r1.gamma", to: 1 };
  assert.equal(objectiveName(read({ schedule: [planned] })), "non-saturating, R1, neighbour pairing");
  assert.equal(
    objectiveName(read({ schedule: [{ ...planned, to: 0 }] })),
    "non-saturating, neighbour pairing",
  );
});

test("what another version recorded is named as it stands there, and what it lacks is not known", () => {
  assert.equal(objectiveText({}), "?, ? ?");
  assert.equal(objectiveText(null), "?, ? ?");
  const later = { loss: "softmax", pairing: { kind: "wave", weight: 3 }, augment: [{}], penalties: 1 };
  assert.equal(objectiveText(later), "softmax, augmented by ?, wave 3");
  assert.equal(objectiveUnits(later)("loss/generator"), "");
  assert.equal(objectiveUnits({ loss: "toString" })("loss/generator"), "");
  assert.equal(pairingPartners(later), null);
});

/** The losses and kinds whose value is a negative log-likelihood; of all others a unit of nats would be wrong. */
const inNats = new Set(["non-saturating", "relativistic", "neighbour", "latent", "divco"]);

test("only log-likelihoods are in nats, of every loss and every kind", () => {
  for (const loss of availableNames(losses)) {
    const unitOf = objectiveUnits(read({ loss }));
    for (const tag of ["loss/generator", "loss/discriminator"]) {
      assert.notEqual(unitOf(tag), "", loss);
      assert.equal(unitOf(tag) === "nats", inNats.has(loss), loss);
    }
    assert.equal(unitOf("loss/r1"), null);
  }
  for (const kind of availableNames(pairingKinds).filter(name => name !== "custom"))
    assert.equal(
      objectiveUnits(read({ pairing: { kind } }))("loss/pairing") === "nats",
      inNats.has(kind),
      kind,
    );
});

test("there are partners where one is recognised among others: the batch, or one and its negatives", () => {
  const partners = (pairing: object) => pairingPartners(read({ batch: 96, pairing }));
  assert.deepEqual([partners({ kind: "neighbour" }), partners({ kind: "latent" })], [96, 96]);
  assert.equal(partners({ kind: "divco", negatives: 7 }), 8);
  for (const kind of ["msgan", "dsgan", "ndiv", "zcr", "jacobian-clamping"])
    assert.equal(partners({ kind }), null, kind);
});
