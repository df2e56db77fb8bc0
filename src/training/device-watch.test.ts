import assert from "node:assert/strict";
import { test } from "node:test";
import type { NvidiaCard } from "../devices/nvidia.ts";
import { DeviceWatch } from "./device-watch.ts";

test("a card's memory and work are told, its work as the mean since it was asked last", async () => {
  const looks: (NvidiaCard | null)[] = [
    { name: "NVIDIA H200", memory: 100, used: 40, busy: 0.5 },
    null,
    { name: "NVIDIA H200", memory: 100, used: 60, busy: 1 },
    { name: "NVIDIA H200" },
  ];
  const watch = new DeviceWatch("tfjs-node-gpu", () => Promise.resolve(looks.shift() ?? null));
  // The first look is its own.
  await watch.look();
  await watch.look();
  assert.deepEqual(watch.facts, { maker: "NVIDIA H200", memory: 60, busy: 1 });
  assert.deepEqual(watch.take(), { "speed/device_memory": 60, "speed/device_busy": 0.75 });
  assert.deepEqual(watch.take(), { "speed/device_memory": 60 });
  await watch.look();
  assert.deepEqual(watch.facts, { maker: "NVIDIA H200" });
  assert.deepEqual(watch.take(), {});
  watch.close();
});

test("of the processor only its name is told, and nobody is asked", () => {
  const asked = () => assert.fail("the processor is no card");
  for (const device of ["cpu", "tfjs-node", "webgpu", "of another version"]) {
    const watch = new DeviceWatch(device, asked);
    assert.deepEqual(
      Object.keys(watch.facts).filter(key => key !== "maker"),
      [],
    );
    assert.deepEqual(watch.take(), {});
    watch.close();
  }
});
