import { basename, join } from "node:path";
import { startTrainer, type TrainerEnd } from "../launching/trainer.ts";
import { plainName, plainText } from "../plain/plain-text.ts";
import { lastCheckpoint } from "../runs/checkpoints.ts";
import { waitingFor } from "../runs/folder-lock.ts";
import { refuseOthers } from "../runs/other-trainer.ts";
import { readRunInfo, type RunInfo } from "../runs/run-info.ts";
import { readStatus, type Status } from "../runs/status.ts";
import { typedForRun } from "../runs/typed-command.ts";
import { every, letGo } from "../unattended/unattended.ts";
import { measureTable, stepColumn } from "./drawing/measure-table.ts";
import { grouped } from "./drawing/numbers.ts";
import { OperationError, UsageError } from "./failure.ts";
import { onEnding } from "./interruptions.ts";
import { newNotices } from "./new-notices.ts";
import { printJson, printLines, sayLines, styleOf } from "./print.ts";
import { openProgressDisplay } from "./progress-display.ts";
import { tensorflowFolder, tensorflowWords } from "./tensorflow.ts";
import { trusted } from "./trust.ts";
import type { Call, ExitCode } from "./verb.ts";

const POLL_INTERVAL = 200;
/** A line that is rewritten has little room. */
const SHOWN_NAME = 40;

export interface TrainingCall {
  /** Train up to this step instead of the planned one. */
  readonly steps?: number | undefined;
  /** The folder of the experiment's file; the run's own when left out. */
  readonly beside?: string;
}

/**
 * Trains a prepared run in a process of its own, shows how it gets on until it ends, and says what came out.
 * The last line of standard output is the run's folder, however it ended.
 */
export async function followTraining(
  call: Call,
  folder: string,
  { steps, beside = folder }: TrainingCall = {},
): Promise<ExitCode> {
  const info = readRunInfo(folder);
  refuseOthers(info, "resume");
  const trust = trusted(call, [info.experiment], join(folder, "modules"));
  const notices = newNotices(folder);
  const waited = waitingFor(folder);
  const trainer = await startTrainer(folder, {
    detached: false,
    trust,
    tensorflowFolder: tensorflowFolder(call, beside),
    script: join(call.terminal.programFolder, "trainer.js"),
    ...(steps === undefined ? {} : { steps }),
  });
  const display = openProgressDisplay(call);
  if (waited !== null) display.say(waited);
  const show = () => {
    for (const notice of notices()) display.say(`Note: ${plainText(notice)}`);
    const status = currentStatus(folder);
    // Before the trainer's first word the file still tells of an earlier one.
    if (status?.pid === trainer.pid) display.show({ ...status, name: plainName(info.name, SHOWN_NAME) });
  };
  const poll = every(POLL_INTERVAL, show);
  let killed = false;
  const listenNoMore = onEnding({
    ask: () => {
      display.say("Stopping: saving a checkpoint ...");
      letGo(trainer.stop());
    },
    kill: () => {
      killed = true;
      letGo(trainer.stop(0));
    },
    say: line => {
      display.say(line);
    },
  });
  const unread = () => {
    letGo(trainer.stop());
  };
  call.terminal.unread.addEventListener("abort", unread);
  let end: TrainerEnd;
  try {
    end = await trainer.ended;
    show();
  } finally {
    clearInterval(poll);
    listenNoMore();
    call.terminal.unread.removeEventListener("abort", unread);
    display.end();
  }
  return conclude(call, { folder, experiment: info.experiment }, end, killed);
}

/** status.json as it is; null in the moments when there is none yet. */
function currentStatus(folder: string): Status | null {
  try {
    return readStatus(folder);
  } catch {
    return null;
  }
}

function conclude(
  call: Call,
  { folder, experiment }: Pick<RunInfo, "experiment"> & { readonly folder: string },
  end: TrainerEnd,
  killed: boolean,
): ExitCode {
  const id = basename(folder);
  const resume = typedForRun("resume", folder, experiment, ...tensorflowWords(call));
  const status = currentStatus(folder);
  const say = (line: string) => {
    sayLines(call.terminal, line);
  };
  const finish = (code: ExitCode): ExitCode => {
    const { state = "failed", step = 0, steps = 0, scalars = {}, lastEvaluation = null } = status ?? {};
    printJson(call, { run: folder, id, state, step, steps, scalars, lastEvaluation });
    printLines(call, [folder]);
    return code;
  };
  const fail = (error: Error): never => {
    printLines(call, [folder]);
    throw error;
  };
  switch (end.code) {
    case 0: {
      const { state = "done", step = 0, lastEvaluation = null } = status ?? {};
      if (lastEvaluation !== null)
        printLines(call, measureTable([stepColumn(lastEvaluation)], styleOf(call)));
      if (state === "stopped") say(`Stopped at step ${grouped(step)}, as asked. To go on: ${resume}`);
      else if (end.message !== "") say(end.message);
      return finish(0);
    }
    case 130: {
      const saved = lastCheckpoint(folder);
      const what = saved === null ? "Ended before the first step" : `Saved at step ${grouped(saved.step)}`;
      say(`${what}. To go on: ${resume}`);
      return finish(130);
    }
    case 2:
      return fail(new UsageError(end.message, { showUsage: false }));
    case null:
      return fail(
        new OperationError(diedMessage(folder, killed ? "you" : (end.signal ?? "an unknown cause"), resume)),
      );
    default:
      return fail(
        new OperationError(
          end.message === ""
            ? `the trainer ended with code ${end.code}; its log is ${join(folder, "trainer.log")}`
            : end.message,
        ),
      );
  }
}

function diedMessage(folder: string, cause: string, resume: string): string {
  const checkpoint = lastCheckpoint(folder);
  const kept =
    checkpoint === null
      ? "no checkpoint was written yet"
      : `everything up to step ${grouped(checkpoint.step)} is kept`;
  const why = cause === "SIGKILL" ? " (perhaps the system ran out of memory)" : "";
  return `the trainer was ended by ${cause}${why}; ${kept}. To go on: ${resume}`;
}
