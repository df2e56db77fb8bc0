import { dirname } from "node:path";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { deviceRow, deviceTitles } from "../../launching/device-words.ts";
import { timedDevices } from "../../launching/timed-devices.ts";
import { plainName } from "../../plain/plain-text.ts";
import { table } from "../drawing/table.ts";
import { printJson, printLines } from "../print.ts";
import { tensorflowFolder, tensorflowOption } from "../tensorflow.ts";
import { trustOption } from "../trust.ts";
import type { Verb } from "../verb.ts";

const LONGEST = 200;

export const devices: Verb = {
  name: "devices",
  group: "Experiments",
  summary: "list the devices of this machine; with FILE, how fast each trains that experiment",
  positionals: ["FILE?"],
  options: { tensorflow: tensorflowOption, trust: trustOption },
  details: [
    "A device that cannot be used says why, and what to do. With FILE each one that can trains some of its steps, warm, of which nothing is kept; one that the processor plays, for tests, does not.",
  ],
  examples: [
    { line: "devices", does: "what this machine has" },
    { line: "devices examples/digits.gan.json", does: "and which is fastest for that experiment" },
  ],
  run: async call => {
    const [file] = call.given.positionals;
    const atHand = file === undefined ? null : { file, experiment: readExperimentFile(file) };
    const own = file === undefined ? call.terminal.cwd : dirname(file);
    const found = await timedDevices(atHand, { tensorflowFolder: tensorflowFolder(call, own) });
    printJson(call, found);
    const columns = deviceTitles.map(title => ({ title }));
    const rows = found.map(device => deviceRow(device).map(cell => plainName(cell, LONGEST)));
    printLines(call, table(columns, rows));
    return 0;
  },
};
