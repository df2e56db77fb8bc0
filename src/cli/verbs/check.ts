import { basename } from "node:path";
import { problemLine, type Problem } from "../../experiment/input-error.ts";
import { findNeverComputed } from "../../experiment/never-computed.ts";
import { readExperimentFile } from "../../experiment/read-file.ts";
import { problemOf } from "../../experiment/read.ts";
import { memoryAssumption } from "../../experiment/execution-plan.ts";
import type { Experiment } from "../../experiment/schema.ts";
import { checkExperiment, gigabytes } from "../../launching/prepare-run.ts";
import { checkSweep } from "../../launching/sweep/check-sweep.ts";
import { configurationsOf } from "../../launching/sweep/configurations.ts";
import { readSweepFile } from "../../sweeps/read.ts";
import { plainText } from "../../plain/plain-text.ts";
import { printJson, printLines, sayLines } from "../print.ts";
import { drawData, pictureFile } from "../data-file-picture.ts";
import type { Verb } from "../verb.ts";

export const check: Verb = {
  name: "check",
  group: "Experiments",
  summary: "check an experiment or sweep and that its data is there; says what was read of its files",
  positionals: ["FILE"],
  options: {
    picture: {
      value: "FILE.png",
      summary:
        "also draw some of an experiment's data: points coloured by class, images with a row for each class",
    },
  },
  examples: [
    {
      line: "check examples/ring-8.gan.json",
      does: "exit code 0 when it is right, 2 and what is wrong where",
    },
    { line: "check mine.gan.json --picture data.png", does: "also shows what would be learned from" },
  ],
  run: async call => {
    const [file = ""] = call.given.positionals;
    const isSweep = basename(file).toLowerCase().endsWith(".sweep.json");
    const out = pictureFile(call, isSweep);
    const { notes, data, memory } = isSweep ? await checkedSweep(file) : await checkedExperiment(file);
    const shows = out === null ? null : await drawData(readExperimentFile(file).data, out);
    printLines(call, [
      ...data.map(read => `Data: ${plainText(read)}`),
      ...memory,
      ...(out === null || shows === null ? [] : [`Picture: ${plainText(out)}: ${shows}`]),
    ]);
    sayLines(call.terminal, ...notes.map(note => `Note: ${problemLine(note)}`));
    printJson(call, {
      ok: true,
      problems: [],
      notes,
      data,
      ...(shows !== null && { picture: { file: out, shows } }),
    });
    return 0;
  },
};

interface Found {
  readonly notes: readonly Problem[];
  /** What was read of each of the data. */
  readonly data: readonly string[];
  /** What was assumed of the memory that is needed, and how much that is; nothing where all is known. */
  readonly memory: readonly string[];
}

async function checkedExperiment(file: string): Promise<Found> {
  const experiment = readExperimentFile(file);
  const { data, memory } = await checkExperiment(experiment, file);
  return {
    notes: notesOf(experiment, file),
    data: data === null ? [] : [data],
    memory: memoryLines(memory, [experiment]),
  };
}

/** What is to be noted of any configuration, each once. */
async function checkedSweep(file: string): Promise<Found> {
  const sweep = readSweepFile(file);
  const { data, memory } = await checkSweep(sweep, file);
  const configurations = configurationsOf(sweep);
  const notes = configurations.flatMap(experiment => notesOf(experiment, file));
  return {
    notes: [...new Map(notes.map(note => [problemLine(note), note])).values()],
    data,
    memory: memoryLines(memory, configurations),
  };
}

function memoryLines(memory: number, experiments: readonly Experiment[]): string[] {
  const assumed = experiments.map(memoryAssumption).find(assumption => assumption !== null);
  return assumed === undefined ? [] : [`Memory: at most about ${gigabytes(memory)} a run; ${assumed}.`];
}

const notesOf = (experiment: Experiment, file: string): Problem[] =>
  findNeverComputed(experiment).map(finding => problemOf(experiment, finding, file));
