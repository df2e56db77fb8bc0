import type { DeviceReport } from "../devices/report.ts";

/** A device, and where an experiment is at hand how fast it trains that. */
export interface TimedDevice extends DeviceReport {
  readonly stepsPerSecond?: number;
}

/** Under which `deviceRow` stands. */
export const deviceTitles = ["Device", "What it is", "Memory", "Steps/s", "Usable"] as const;

/** A device as a row of a table; maker and reason are a driver's and a system's own words. */
export function deviceRow({
  name,
  usable,
  reason = "",
  maker = "",
  memory,
  software = false,
  stepsPerSecond,
}: TimedDevice): string[] {
  return [
    name,
    software ? `${maker} (the processor plays it: for tests)`.trim() : maker,
    memory === undefined ? "" : `${(memory / 1e9).toFixed(1)} GB`,
    stepsPerSecond === undefined ? "" : stepsPerSecond.toPrecision(3),
    usable ? "yes" : `no: ${reason}`,
  ];
}
