import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { tensorflowFolder, tensorflowMissing } from "../support/tensorflow.ts";
import { pairingLab, workFolder, writeSmallExperiment } from "./terminal-command.ts";

const folder = workFolder();

interface Device {
  readonly name: string;
  readonly usable: boolean;
  readonly reason?: string;
  readonly maker?: string;
  readonly memory?: number;
  readonly stepsPerSecond?: number;
}

async function devices(...args: readonly string[]): Promise<Map<string, Device>> {
  const { code, out, err } = await pairingLab(folder, "devices", "--json", ...args);
  assert.deepEqual({ code, err }, { code: 0, err: "" });
  const found = JSON.parse(out) as readonly Device[];
  return new Map(found.map(device => [device.name, device]));
}

test("the devices of this machine: what can be used, and why not what cannot", async () => {
  const found = await devices();
  const processor = found.get("cpu");
  assert.equal([...found.keys()][0], "cpu");
  assert.equal(processor?.usable, true);
  assert.ok((processor.memory ?? 0) > 1e8);
  for (const name of ["tfjs-node", "tfjs-node-gpu"]) {
    assert.equal(found.get(name)?.usable, false);
    assert.match(found.get(name)?.reason ?? "", /no folder with .* is named.*npm install/);
  }
  const { code, out } = await pairingLab(folder, "devices");
  assert.equal(code, 0);
  assert.match(out, /^Device +What it is +Memory +Steps\/s +Usable\ncpu +.*GB +yes\n/);
  assert.match(out, /\ntfjs-node +no: no folder with/);
});

test("for an experiment each device that can be used says how fast it trains that", async () => {
  const processor = (await devices(writeSmallExperiment(folder))).get("cpu");
  assert.ok((processor?.stepsPerSecond ?? 0) > 0);
});

test(
  "TensorFlow in a folder that is named is a device, with its speed",
  { skip: tensorflowMissing() },
  async () => {
    const found = await devices(writeSmallExperiment(folder), "--tensorflow", tensorflowFolder);
    const { usable = false, stepsPerSecond = 0 } = found.get("tfjs-node") ?? {};
    assert.ok(usable && stepsPerSecond > 0);
  },
);

test("for an experiment that is not right there is a message and no table", async () => {
  const { code, out, err } = await pairingLab(folder, "devices", join(folder, "nothing.gan.json"));
  assert.deepEqual({ code, out }, { code: 2, out: "" });
  assert.match(err, /nothing\.gan\.json/);
});
