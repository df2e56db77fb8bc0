import { cpus } from "node:os";
import { askDevice } from "../devices/ask-device.ts";
import type { DeviceOptions, DeviceReport } from "../devices/report.ts";
import { devices, isTrainingDevice, type TrainingDevice } from "../experiment/catalog.ts";
import { InputError } from "../experiment/input-error.ts";
import { problemOf } from "../experiment/read.ts";
import type { Experiment } from "../experiment/schema.ts";
import { letGo } from "../unattended/unattended.ts";
import { thisMachine } from "./this-machine.ts";
import { nodeProgram, programScript } from "./trainer.ts";

export type { DeviceOptions, DeviceReport } from "../devices/report.ts";

/** Devices that were found usable in this process: drivers do not go while it lives, but what was missing may be installed. */
const found = new Map<string, Promise<DeviceReport>>();

/** What a device of this machine is. The first question starts a process and may take seconds; never rejects with a device's trouble. */
export function deviceReport(device: TrainingDevice, options: DeviceOptions = {}): Promise<DeviceReport> {
  const key = JSON.stringify([device, options]);
  const known = found.get(key);
  if (known !== undefined) return known;
  const prober = { node: nodeProgram(), script: programScript("prober") };
  const asked = askDevice(device, options, prober).then(report =>
    device === "cpu" ? { ...report, ...processor() } : report,
  );
  found.set(key, asked);
  letGo(
    asked.then(({ usable }) => {
      if (!usable) found.delete(key);
    }),
  );
  return asked;
}

function processor(): Pick<DeviceReport, "maker" | "memory"> {
  const maker = cpus()[0]?.model;
  return { ...(maker === undefined ? {} : { maker }), memory: thisMachine().memory };
}

/** All devices of this machine, the processor first. */
export function deviceReports(options: DeviceOptions = {}): Promise<DeviceReport[]> {
  const names = Object.keys(devices).filter(isTrainingDevice);
  return Promise.all(names.map(name => deviceReport(name, options)));
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
