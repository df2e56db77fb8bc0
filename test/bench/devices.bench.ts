// Every device of this machine: steps a second, and how many times as fast as the processor with all its cores. A device
// that the processor plays is measured on the toy alone: it tells nothing of a card, and would take hours. TensorFlow's
// devices are measured where PAIRING_LAB_TENSORFLOW names the folder of its package.
import { deviceReports } from "../../src/launching/devices.ts";
import { measured, stepsPerSecondOf } from "../devices/speed.ts";
import { table } from "./interleave.ts";

const reports = await deviceReports({ tensorflowFolder: process.env["PAIRING_LAB_TENSORFLOW"] });
for (const { name, usable, maker = "", reason = "", software } of reports)
  console.log(
    `${name}: ${usable ? maker : reason}${software === true && name !== "cpu" ? " (played by the processor)" : ""}`,
  );
const usable = reports.filter(report => report.usable);
const rows: string[][] = [];
for (const [title, given] of Object.entries(measured)) {
  const cpu = await stepsPerSecondOf(given, "cpu");
  for (const { name, software } of usable) {
    if (name !== "cpu" && software === true && title !== "toy") continue;
    const speed = name === "cpu" ? cpu : await stepsPerSecondOf(given, name);
    rows.push([title, name, speed.toPrecision(3), (speed / cpu).toFixed(2)]);
  }
}
console.log(table(["experiment", "device", "steps/s", "of the processor's"], rows));
