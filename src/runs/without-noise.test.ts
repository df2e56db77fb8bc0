import assert from "node:assert/strict";
import { test } from "node:test";
import { measures } from "../experiment/catalog.ts";
import { asksForModes, isNoise, NOISE_REASON, PRECISION_TAG } from "../measures/noise.ts";
import { figureOf } from "./figure.ts";
import { withoutNoise } from "./without-noise.ts";

const values = { "quality/modes": 9, "collapse/mode_spread": 2, "quality/high_quality": 0.3 };

test("what asks for modes is undefined where precision is near 0, and only there", () => {
  const noise = {
    step: 300,
    values: { ...values, "quality/precision": 0.01 },
    undefined: { "quality/fid": "why" },
  };
  assert.deepEqual(withoutNoise(noise), {
    step: 300,
    values: { "quality/high_quality": 0.3, "quality/precision": 0.01 },
    undefined: {
      "quality/fid": "why",
      "quality/modes": NOISE_REASON,
      "collapse/mode_spread": NOISE_REASON,
    },
  });
  const fair = { ...noise, values: { ...values, "quality/precision": 0.05 } };
  assert.equal(withoutNoise(fair), fair);
  // Nobody measured precision: nothing says that it is noise.
  const unknown = { ...noise, values };
  assert.equal(withoutNoise(unknown), unknown);
  assert.ok(!isNoise(NaN));
});

test("a figure of modes tells why it has none", () => {
  const lastEvaluation = { step: 300, values: { ...values, "quality/precision": 0 }, undefined: {} };
  const figure = (tag: string) => figureOf({ lastEvaluation, scalars: {} }, tag);
  assert.deepEqual(figure("quality/modes"), { kind: "undefined", step: 300, reason: NOISE_REASON });
  assert.deepEqual(figure("quality/precision"), { kind: "value", step: 300, value: 0 });
});

test("the measures of which this holds are measures", () => {
  assert.deepEqual(Object.keys(measures).filter(asksForModes), [
    "quality/modes",
    "quality/mode_kl",
    "collapse/mode_spread",
    "collapse/mode_diversity",
  ]);
  assert.ok(PRECISION_TAG in measures);
});
