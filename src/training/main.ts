// The trainer process: `node dist/trainer.js RUN_FOLDER [--steps N] [--up-to N] [--replay-of FOLDER]
// [--tensorflow FOLDER] [--trust]`.
// It shares the run's folder with whoever watches, and nothing else. Exit codes: 0 done or stopped, 1 failed,
// 2 wrong input, 130 interrupted after saving. What the user should read is the last line of standard error.
import { parseArgs } from "node:util";
import { STOP_MESSAGE } from "../runs/stop-message.ts";
import { closeLostStreamsAtEnd } from "../unattended/lost-streams.ts";
import { runTraining } from "./run-training.ts";
import { exitCodeOf, messageOf } from "./failure.ts";

closeLostStreamsAtEnd();
const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    interrupt.abort();
  });
// An attached trainer has a channel to its parent, which asks it to end by a message; when the parent is gone, nobody waits
// for this run.
if (process.channel !== undefined) {
  process.on("message", message => {
    if (message === STOP_MESSAGE) interrupt.abort();
  });
  process.on("disconnect", () => process.exit(1));
  process.channel.unref();
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      steps: { type: "string" },
      "up-to": { type: "string" },
      "replay-of": { type: "string" },
      tensorflow: { type: "string" },
      trust: { type: "boolean" },
    },
  });
  const [folder] = positionals;
  const usage =
    "usage: trainer RUN_FOLDER [--steps N] [--up-to N] [--replay-of FOLDER] [--tensorflow FOLDER] [--trust]";
  const stepOf = (text: string | undefined): number | null => {
    if (text === undefined) return null;
    if (!(Number.isSafeInteger(Number(text)) && Number(text) > 0)) throw new TypeError(usage);
    return Number(text);
  };
  if (folder === undefined || positionals.length > 1) throw new TypeError(usage);
  const steps = stepOf(values.steps);
  const upTo = stepOf(values["up-to"]);
  const replayOf = values["replay-of"] ?? null;
  const { code, message } = await runTraining(folder, {
    steps,
    upTo,
    replayOf,
    tensorflowFolder: values.tensorflow,
    trust: values.trust ?? false,
    interrupt: interrupt.signal,
  });
  end(code, message);
} catch (error) {
  end(exitCodeOf(error), messageOf(error));
}

/** Ends the process whatever is still at work in it, once what it says is written. */
function end(code: number, message: string): void {
  process.stderr.write(message === "" ? "" : `${message}\n`, () => process.exit(code));
}
