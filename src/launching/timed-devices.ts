import type { DeviceOptions } from "../devices/report.ts";
import type { Experiment } from "../experiment/schema.ts";
import { stepsPerSecond } from "./choose-device.ts";
import type { TimedDevice } from "./device-words.ts";
import { deviceReports } from "./devices.ts";
import { checkExperiment } from "./prepare-run.ts";
import { thisMachine } from "./this-machine.ts";

/** An experiment as it was read, and the file that it was read from. */
export interface ExperimentAtHand {
  readonly experiment: Experiment;
  readonly file: string;
}

/**
 * The devices of this machine, the processor first, and what each is worth to an experiment: those that can be used train some of
 * its steps, one device after another so that none slows another down; one that the processor plays is not tried. Rejects
 * with InputError where the experiment could not be trained at all.
 */
export async function timedDevices(
  atHand: ExperimentAtHand | null,
  options: DeviceOptions,
): Promise<TimedDevice[]> {
  if (atHand !== null) await checkExperiment(atHand.experiment, atHand.file);
  const { cores } = thisMachine();
  const timed: TimedDevice[] = [];
  for (const report of await deviceReports(options)) {
    const tried = atHand !== null && report.usable && report.software !== true;
    const speed = tried ? await stepsPerSecond(atHand.experiment, report.name, cores, options) : null;
    timed.push(speed === null ? report : { ...report, stepsPerSecond: speed });
  }
  return timed;
}
