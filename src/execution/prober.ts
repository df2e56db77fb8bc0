// The prober: `node dist/prober.js DEVICE OPTIONS` (DeviceOptions as JSON) looks at one device and says what it found in one line of JSON on
// standard output. A process of its own, since drivers may crash or hang; whoever started it reads its standard error too.
import type { DeviceReport } from "../devices/report.ts";
import { isTrainingDevice, type TrainingDevice } from "../experiment/catalog.ts";
import { probeWebGpu } from "./probes/webgpu.ts";

async function probe(device: TrainingDevice): Promise<DeviceReport> {
  switch (device) {
    case "cpu":
      return { name: device, usable: true, software: false };
    case "webgpu":
      return probeWebGpu();
    case "tfjs-node-gpu":
    case "tfjs-node":
      return { name: device, usable: false, reason: "this version does not build it; train with device=cpu" };
    default:
      return device satisfies never;
  }
}

const [device = ""] = process.argv.slice(2);
if (!isTrainingDevice(device)) throw new TypeError("usage: prober DEVICE");
const report = await probe(device);
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
