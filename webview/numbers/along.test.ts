import assert from "node:assert/strict";
import { test } from "node:test";
import { axisScale } from "../../src/sweeps/report/axis-scale.ts";
import type { ReportArm, ReportRun } from "../../src/protocol/report.ts";
import { armAt, keptAt, keptText, nearestStop, stopByKey, stopsOf } from "./along.ts";

const stopsFor = (values: readonly unknown[]) => stopsOf(axisScale(values));
const weights = stopsFor([0.02, 0, 0.002, 0.2]);

test("values stand by their logarithm where they span it, 0 before them; else side by side", () => {
  assert.deepEqual(
    weights.map(({ label }) => label),
    ["0", "0.002", "0.02", "0.2"],
  );
  const [zero = 0, least = 0, middle = 0, most = 0] = weights.map(({ at }) => at);
  assert.equal(zero, 0);
  assert.ok(least > 0);
  assert.ok(Math.abs(middle - (least + most) / 2) < 1e-9);
  assert.deepEqual(
    stopsFor([1, 2, 4]).map(({ at }) => at),
    [0, 0.5, 1],
  );
  assert.deepEqual(
    stopsFor(["neighbour", "msgan"]).map(({ label }) => label),
    ["neighbour", "msgan"],
  );
});

test("arrows go one value on, Home and End to the ends; a press means the nearest value", () => {
  const { place = -1 } = weights[1] ?? {};
  const label = (key: string) => stopByKey(weights, place, key)?.label ?? null;
  assert.deepEqual(["ArrowLeft", "ArrowRight", "Home", "End", "a"].map(label), [
    "0",
    "0.02",
    "0",
    "0.2",
    null,
  ]);
  assert.equal(stopByKey(weights, weights[3]?.place ?? -1, "ArrowUp")?.label, "0.2");
  assert.equal(nearestStop(weights, 0.99)?.label, "0.2");
  assert.equal(nearestStop([], 0.5), undefined);
});

test("an axis without effect has all of its values", () => {
  const arm = (point: readonly (number | null)[]) => ({ point }) as ReportArm;
  const idle = arm([0, null]);
  const other = arm([1, 1]);
  assert.equal(armAt([idle, other], [0, 3]), idle);
  assert.equal(armAt([idle, other], [1, 1]), other);
  assert.equal(armAt([idle, other], [1, 0]), null);
});

test("what a value lacks is said, and the nearest kept step is told as such", () => {
  const run = {} as ReportRun;
  const steps = { run: "r", samples: [500, 1000], checkpoints: [], trouble: null };
  assert.deepEqual(keptAt({ run, steps, wanted: 1000 }, "samples"), { step: 1000 });
  assert.deepEqual(keptAt({ run, steps, wanted: 800 }, "samples"), { step: 500 });
  assert.equal(keptText(500, 800), "step 500, the nearest kept before 800");
  assert.equal(keptText(500, 500), "step 500");
  const missing = (...[of, kind]: Parameters<typeof keptAt>) => {
    const kept = keptAt(of, kind);
    return "missing" in kept ? kept.missing : "";
  };
  assert.match(missing({ run: null, steps: null, wanted: 1 }, "samples"), /^Not trained yet/);
  assert.match(missing({ run, steps, wanted: 100 }, "samples"), /^No samples at or before step 100/);
  assert.match(missing({ run, steps, wanted: 100 }, "checkpoints"), /^There is no checkpoint/);
  const gone = { ...steps, trouble: "its folder is gone" };
  assert.match(missing({ run, steps: gone, wanted: 1 }, "samples"), /^The run is not there/);
});
