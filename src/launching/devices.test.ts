import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceReport, deviceReports } from "./devices.ts";

test("this machine's devices are told: the processor first, another one usable or why it is not", async () => {
  const [cpu] = await deviceReports();
  const { name, usable, software, memory = 0 } = cpu ?? {};
  assert.deepEqual({ name, usable, software }, { name: "cpu", usable: true, software: false });
  assert.ok(memory > 1e8);
  const card = await deviceReport("webgpu");
  assert.equal(card.usable, card.reason === undefined, JSON.stringify(card));
  assert.equal(deviceReport("webgpu"), deviceReport("webgpu"), "a device is asked once");
});
