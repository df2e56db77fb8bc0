import { join } from "node:path";
import {
  replayRun,
  type ReplayedCheckpoint,
  type ReplayResult,
  type TensorDifference,
} from "../../launching/replay-run.ts";
import { plainName } from "../../plain/plain-text.ts";
import { refuseOthers } from "../../runs/other-trainer.ts";
import { readRunInfo } from "../../runs/run-info.ts";
import { grouped } from "../drawing/numbers.ts";
import { table } from "../drawing/table.ts";
import { OperationError, UsageError } from "../failure.ts";
import { onInterruption } from "../interruptions.ts";
import { printJson, printLines, sayLines, styleOf } from "../print.ts";
import { chosenRun } from "../run-choice.ts";
import { tensorflowFolder, tensorflowOption } from "../tensorflow.ts";
import { trusted, trustOption } from "../trust.ts";
import { runsOption, type Call, type ExitCode, type Verb } from "../verb.ts";

const SHOWN_TENSORS = 12;

export const replay: Verb = {
  name: "replay",
  group: "Training",
  summary: "train a run again from its records and compare every checkpoint, bit by bit",
  positionals: ["RUN"],
  options: {
    to: { value: "STEP", summary: "stop there (default: the run's last checkpoint)" },
    tensorflow: tensorflowOption,
    trust: trustOption,
    runs: runsOption,
  },
  details: [
    "Exit code 0 when every checkpoint is the same; 1 when they part, with the first checkpoint and tensors that differ and by how much.",
  ],
  examples: [{ line: "replay 2026-11 --to 2000", does: "the first 2,000 steps" }],
  run: async call => {
    const [run = ""] = call.given.positionals;
    const to = call.given.integer("to");
    const folder = await chosenRun(call, run);
    const info = readRunInfo(folder);
    refuseOthers(info, "replay");
    const trust = trusted(call, [info.experiment], folder);
    const cancelled = new AbortController();
    const listenNoMore = onInterruption(() => {
      cancelled.abort();
    });
    const { signal } = cancelled;
    const onCheckpoint = (checkpoint: ReplayedCheckpoint) => {
      printLines(call, [checkpointLine(call, checkpoint)]);
    };
    const onNotice = (notice: string) => {
      sayLines(call.terminal, `Note: ${notice}`);
    };
    try {
      const script = join(call.terminal.programFolder, "trainer.js");
      const result = await replayRun({
        folder,
        trust,
        tensorflowFolder: tensorflowFolder(call, folder),
        script,
        onCheckpoint,
        onNotice,
        signal,
        ...(to === undefined ? {} : { to }),
      });
      return signal.aborted ? interrupted(call) : conclude(call, folder, result);
    } catch (error) {
      if (signal.aborted) return interrupted(call);
      throw error;
    } finally {
      listenNoMore();
    }
  },
};

function conclude(call: Call, folder: string, result: ReplayResult): ExitCode {
  const { notices, checkpoints, parted, trainer } = result;
  if (parted === null && trainer.code === 2) throw new UsageError(trainer.message, { showUsage: false });
  if (parted === null && trainer.code !== 0)
    throw new OperationError(`the replay failed: ${trainer.message}`);
  printJson(call, { run: folder, equal: parted === null, notices, checkpoints, parted });
  if (parted === null) {
    printLines(call, [`All ${checkpoints.length} checkpoints are the same.`]);
    return 0;
  }
  printLines(call, [`The runs part at step ${grouped(parted.step)}:`, ...differences(parted.tensors)]);
  return 1;
}

function interrupted(call: Call): ExitCode {
  sayLines(call.terminal, "Interrupted. The run itself is as it was.");
  return 130;
}

function checkpointLine(call: Call, checkpoint: ReplayedCheckpoint): string {
  const style = styleOf(call);
  return `step ${grouped(checkpoint.step).padStart(9)}  ${checkpoint.equal ? style.green("the same") : style.red("differs")}`;
}

function differences(tensors: readonly TensorDifference[]): string[] {
  const figure = (value: number | null) => (value === null ? "unknown" : value.toExponential(2));
  const rows = tensors
    .slice(0, SHOWN_TENSORS)
    .map(({ name, absolute, relative }) => [plainName(name), figure(absolute), figure(relative)]);
  const columns = [
    { title: "Tensor" },
    { title: "absolute", align: "right" as const },
    { title: "relative", align: "right" as const },
  ];
  const more = tensors.length > SHOWN_TENSORS ? [`and ${tensors.length - SHOWN_TENSORS} more`] : [];
  return [...table(columns, rows), ...more];
}
