// The prober: `node dist/prober.js DEVICE OPTIONS` (DeviceOptions as JSON) looks at one device and says what it found in one line of JSON on
// standard output. A process of its own, since drivers may crash or hang; whoever started it reads its standard error too.
import type { DeviceOptions, DeviceReport } from "../devices/report.ts";
import { isTrainingDevice, type TrainingDevice } from "../experiment/catalog.ts";
import { probeTensorFlow } from "./probes/tensorflow.ts";
import { probeWebGpu } from "./probes/webgpu.ts";

async function probe(device: TrainingDevice, { tensorflowFolder }: DeviceOptions): Promise<DeviceReport> {
  switch (device) {
    case "cpu":
      return { name: device, usable: true, software: false };
    case "webgpu":
      return probeWebGpu();
    case "tfjs-node-gpu":
    case "tfjs-node":
      return probeTensorFlow(device, tensorflowFolder);
    default:
      return device satisfies never;
  }
}

const [device = "", options = "{}"] = process.argv.slice(2);
if (!isTrainingDevice(device)) throw new TypeError("usage: prober DEVICE [OPTIONS]");
const report = await probe(device, JSON.parse(options) as DeviceOptions);
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
