import { askDevice } from "../devices/ask-device.ts";
import type { DeviceOptions, DeviceReport } from "../devices/report.ts";
import { devices, isTrainingDevice, type TrainingDevice } from "../experiment/catalog.ts";
import { InputError } from "../experiment/input-error.ts";
import { problemOf } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { nodeProgram, programScript } from "./trainer.ts";

export type { DeviceOptions, DeviceReport } from "../devices/report.ts";

/** What was found in this process: drivers do not come and go while it lives. */
const found = new Map<string, Promise<DeviceReport>>();

/** What a device of this machine is. The first question starts a process and may take seconds; never rejects with a device's trouble. */
export function deviceReport(device: TrainingDevice, options: DeviceOptions = {}): Promise<DeviceReport> {
  const key = JSON.stringify([device, options]);
  const known = found.get(key);
  if (known !== undefined) return known;
  const asked = askDevice(device, options, { node: nodeProgram(), script: programScript("prober") });
  found.set(key, asked);
  return asked;
}

/** All devices of this machine that this version builds, the processor first. */
export function deviceReports(options: DeviceOptions = {}): Promise<DeviceReport[]> {
  const built = Object.keys(devices)
    .filter(isTrainingDevice)
    .filter(name => devices[name].available);
  return Promise.all(built.map(name => deviceReport(name, options)));
}

/** Rejects with an InputError, at `device`, where the device that an experiment asks for cannot be used here. */
export async function checkDevice(
  experiment: Experiment,
  file: string,
  options: DeviceOptions = {},
): Promise<void> {
  const { device } = experiment;
  if (device === "auto" || device === "cpu") return;
  const { usable, reason = "" } = await deviceReport(device, options);
  if (usable) return;
  const message = `"${device}" cannot be used on this machine: ${reason}`;
  throw new InputError([problemOf(experiment, { path: ["device"], message, at: "value" }, file)]);
}
