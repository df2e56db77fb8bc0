import assert from "node:assert/strict";
import { test } from "node:test";
import { readExperiment } from "../experiment/read.ts";
import { Alerts } from "./alerts.ts";

const rules = (...alerts: readonly object[]) =>
  readExperiment(JSON.stringify({ data: { kind: "ring" }, alerts }), "a.gan.json").alerts;

const at = (step: number, value: number, tag = "quality/coverage") => ({
  step,
  values: { [tag]: value },
  undefined: {},
});

test("what fell by a share of its best is told once, and from then on compared with where it fell to", () => {
  const alerts = new Alerts(rules({ measure: "quality/coverage", worse: 0.2 }), []);
  const told = [0, 0.5, 0.8, 0.7, 0.64, 0.6, 0.5, 0.9, 0.1].map((value, i) => alerts.see(at(100 * i, value)));
  assert.deepEqual(
    told.flatMap((alarms, i) => (alarms.length > 0 ? [100 * i] : [])),
    [400, 600, 800],
  );
  assert.deepEqual(told[4], [
    { message: "Coverage is worse by 20 %: 0.64 at step 400 after 0.8 at step 200", pause: false },
  ]);
});

test("a measure that should be low is worse when it rises; one that has no value says nothing", () => {
  const tag = "quality/mode_kl";
  const alerts = new Alerts(rules({ measure: tag, worse: 0.5, pause: true }), []);
  assert.deepEqual(alerts.see(at(0, 0.2, tag)), []);
  assert.deepEqual(alerts.see(at(100, 9)), []);
  assert.deepEqual(alerts.see(at(200, 0.25, tag)), []);
  const [alarm] = alerts.see(at(300, 0.31, tag));
  assert.equal(alarm?.pause, true);
  assert.match(alarm.message, /worse by 55 %: 0\.31 at step 300 after 0\.2 at step 0; paused/);
});

test("what is on record is known and not told again", () => {
  const watched = rules({ measure: "quality/coverage" });
  const records = [at(0, 0.8), at(100, 0.1)];
  assert.equal(new Alerts(watched, []).see(at(0, 0.8)).length, 0);
  assert.equal(new Alerts(watched, records).see(at(200, 0.1)).length, 0);
  assert.equal(new Alerts(watched, records.slice(0, 1)).see(at(100, 0.1)).length, 1);
});
