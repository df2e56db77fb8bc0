import { basename } from "node:path";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { checkExperiment } from "../../launching/prepare-run.ts";
import { checkSweep } from "../../launching/sweep/check-sweep.ts";
import { readSweepFile } from "../../sweeps/read.ts";
import { printJson } from "../print.ts";
import type { Verb } from "../verb.ts";

export const check: Verb = {
  name: "check",
  group: "Experiments",
  summary: "check an experiment or sweep and that its data is there; prints nothing when all is right",
  positionals: ["FILE"],
  options: {},
  examples: [
    {
      line: "check examples/ring-8.gan.json",
      does: "exit code 0 when it is right, 2 and what is wrong where",
    },
  ],
  run: async call => {
    const [file = ""] = call.given.positionals;
    if (isSweepFile(file)) await checkSweep(readSweepFile(file), file);
    else await checkExperiment(readExperimentFile(file), file);
    printJson(call, { ok: true, problems: [] });
    return 0;
  },
};

const isSweepFile = (file: string) => basename(file).toLowerCase().endsWith(".sweep.json");
